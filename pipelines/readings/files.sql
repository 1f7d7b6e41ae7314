-- Files of readings as files, and what was found about them as a whole

INSERT INTO raw.file BY NAME
SELECT n.file_sha256, n.file_name, 'logger_readings' AS template, n.edition, 'logger_readings' AS kind, n.partnership_id, n.received_at,
    n.received_on, n.submitted_on, n.sender
FROM new_reading_file AS n ANTI JOIN raw.file AS f ON f.file_sha256 = n.file_sha256;

INSERT INTO raw.reading_file BY NAME
SELECT file_sha256, rows_read, readings, dmas FROM new_reading_file;

INSERT INTO quality.finding BY NAME SELECT * FROM new_reading_finding;

INSERT OR IGNORE INTO raw.refused_file
SELECT DISTINCT file_sha256 FROM new_reading_finding WHERE severity = 'critical';

DROP TABLE new_reading_file;

DROP TABLE new_reading_finding;
