-- One row per landed document that waits for somebody: a scan to be keyed in, or one that counts for nothing yet.
CREATE TABLE mart.waiting_document (
    intake_id VARCHAR NOT NULL, -- Arrival
    partnership_id VARCHAR, -- Partnership it was received for; NULL where nobody said
    kind VARCHAR, -- Kind of document given on arrival; NULL where nobody said
    period VARCHAR, -- Month (YYYY-MM) of a monthly report, where it is known
    file_name VARCHAR NOT NULL, -- Name under which it arrived
    file_sha256 VARCHAR NOT NULL, -- SHA-256 of the original
    sender VARCHAR, -- Who handed it in, where known; shown to facilitators only
    submitted_on DATE, -- Day it was sent, where that is known
    received_on DATE NOT NULL, -- Day it arrived
    age_days INTEGER NOT NULL, -- Days from its arrival to as_of
    waits_for VARCHAR NOT NULL, -- content (to be keyed in), kind_and_partnership, known_kind, month, obligation, readable_copy
    message_en VARCHAR NOT NULL, -- What to do, in English
    message_id VARCHAR NOT NULL, -- The same in Indonesian
    CHECK (waits_for IN ('content', 'kind_and_partnership', 'known_kind', 'month', 'obligation', 'readable_copy'))
);
