-- One row per issue that is known of the figures of this build, as declared in known_issues.yml.
CREATE TABLE mart.known_issue (
    issue_id VARCHAR NOT NULL, -- Issue
    title_en VARCHAR NOT NULL, -- What is wrong, in one line, in English
    title_id VARCHAR NOT NULL, -- The same in Indonesian
    effect_en VARCHAR NOT NULL, -- What it does to the figures and how to read them until then, in English
    effect_id VARCHAR NOT NULL, -- The same in Indonesian
    known_from DATE NOT NULL, -- First day of as_of on which it is told
    known_to DATE, -- Last day of as_of on which it is told; NULL: until it is mended
    pages VARCHAR, -- Pages it concerns, separated by commas; NULL: every page
    declared_in VARCHAR NOT NULL, -- Reference file that declares it
    is_told BOOLEAN NOT NULL -- Whether as_of lies between the two days
);
