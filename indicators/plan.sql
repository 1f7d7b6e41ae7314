-- The work plans beside the obligations they owe: quotas period by period, and the days that items have had.

DELETE FROM mart.quota;
INSERT INTO mart.quota BY NAME
WITH period AS (
    SELECT item_id, period, period_start, period_end, due_on, CAST(count(*) AS INTEGER) AS owed
    FROM quota_slot
    GROUP BY item_id, period, period_start, period_end, due_on
),
held AS (
    SELECT p.item_id, p.period, CAST(count(DISTINCT a.day) AS INTEGER) AS days
    FROM period AS p
    INNER JOIN evidence_told AS a ON a.address = p.item_id AND a.day BETWEEN p.period_start AND p.period_end
    WHERE a.evidence_level > 0 AND NOT a.disputed AND a.is_held
    GROUP BY p.item_id, p.period
)
SELECT
    r.partnership_id, r.item_no, r.role, r.kind, r.title, p.period, p.due_on, r.quota_min AS agreed_min,
    i.quota_max AS agreed_max, p.owed, CASE WHEN l.is_case THEN h.days ELSE coalesce(h.days, 0) END AS held,
    r.source_file, r.source_sheet, r.source_cell, r.clause AS stated_in
FROM period AS p
INNER JOIN plan_row AS r USING (item_id)
INNER JOIN core.plan_item AS i
    ON i.partnership_id = r.partnership_id AND i.item_no = r.item_no AND i.role = r.role
INNER JOIN life AS l ON l.partnership_id = r.partnership_id
LEFT JOIN held AS h ON h.item_id = p.item_id AND h.period = p.period
WHERE r.in_force_from <= as_of();

DELETE FROM mart.plan_date;
INSERT INTO mart.plan_date BY NAME
SELECT d.partnership_id, d.item_no, d.role, d.step, i.title, d.signed_on, d.due_on
FROM core.plan_date AS d
INNER JOIN core.plan_item AS i ON i.partnership_id = d.partnership_id AND i.item_no = d.item_no AND i.role = d.role
WHERE d.step = 0 OR d.signed_on <= as_of();

DROP TABLE evidence_told;
