-- Of each kind that an indicator counts, how much of how many: n of N, in its receipt.

DELETE FROM mart.indicator_kind;
INSERT INTO mart.indicator_kind BY NAME
SELECT l.partnership_id, s.indicator_code, s.kind, round(coalesce(s.credit, 0), 6) AS credit, s.n AS counted
FROM kind_sum AS s
INNER JOIN life AS l USING (partnership_no);

DROP TABLE kind_sum;
