-- The days of one file of readings; a partnership in the file comes before the one given on arrival

INSERT INTO raw.reading_day BY NAME
SELECT f.file_sha256, coalesce(d.partnership_id, f.partnership_id) AS partnership_id, d.dma_id, d.day, d.expected,
    d.readings, d.minutes, d.duplicates, d.negatives, d.stuck_hours, d.night_readings, d.night_flow, d.pressure_sum,
    d.pressure_readings, d.first_row, d.last_row
FROM read_parquet($path) AS d JOIN raw.file AS f ON f.file_sha256 = $file;
