-- The monthly minimum night flow of a Parquet file of readings, and nothing else: the bare query to be held against
COPY (
    SELECT dma_id, strftime(night, '%Y-%m') AS period, median(flow) AS minimum_night_flow, count(*) AS nights
    FROM (
        SELECT dma_id, CAST("reading_at (WIB)" AS DATE) AS night, avg("flow (L/s)") AS flow
        FROM read_parquet(getvariable('readings'))
        WHERE hour("reading_at (WIB)") BETWEEN 2 AND 3 AND "flow (L/s)" >= 0
        GROUP BY dma_id, CAST("reading_at (WIB)" AS DATE)
    )
    GROUP BY ALL
) TO '/dev/null' (FORMAT csv);
