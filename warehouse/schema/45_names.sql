-- One row per spelling that somebody accepted for a utility or a place.
CREATE TABLE reference.utility_alias (
    spelling VARCHAR PRIMARY KEY, -- Name as written
    target VARCHAR NOT NULL, -- Utility, or code of a regency or city
    accepted_by VARCHAR NOT NULL, -- Who accepted it
    accepted_on DATE NOT NULL, -- When
    reason VARCHAR NOT NULL -- Why
);

-- One row per regency or city of the ministry's list.
CREATE TABLE reference.regency (
    code VARCHAR PRIMARY KEY, -- Code of the ministry
    name VARCHAR NOT NULL -- Name with its kind: Kabupaten or Kota
);

-- One row per written name that was taken for a utility or a place, and why.
CREATE TABLE quality.name_match (
    written_name VARCHAR NOT NULL, -- Name as written
    list_code VARCHAR NOT NULL, -- List or sheet in which it stands
    external_id VARCHAR, -- Its id there; NULL where only the name is given
    match_rule VARCHAR NOT NULL, -- alias, kind_and_place, brand_and_place, place, brand, name
    utility_id VARCHAR, -- Utility; NULL where none of that place is known
    regency_code VARCHAR, -- Regency or city, where the list is known
    file_sha256 VARCHAR NOT NULL, source_file VARCHAR NOT NULL, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per written name nobody could place and candidate for it; never acted on until an alias accepts it.
CREATE TABLE quality.name_suggestion (
    written_name VARCHAR NOT NULL, -- Name as written
    list_code VARCHAR NOT NULL, -- List or sheet in which it stands
    verdict VARCHAR NOT NULL CHECK (verdict IN ('suggested', 'left', 'not_a_utility')), -- suggested, left, not_a_utility
    position INTEGER NOT NULL, -- Place of the candidate, 1 the likeliest; 0 where there is none
    candidate_id VARCHAR, -- Utility, or code of a regency or city
    candidate_name VARCHAR, -- Its name
    reason VARCHAR NOT NULL, -- Code of the reason
    reason_en VARCHAR NOT NULL, -- Why it may be meant, or why nothing is, in English
    reason_id VARCHAR NOT NULL, -- The same in Indonesian
    file_sha256 VARCHAR NOT NULL, source_file VARCHAR NOT NULL, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);
