-- One row per arrival of a GIS file.
CREATE TABLE raw.gis_arrival (
    row_id VARCHAR PRIMARY KEY, -- Arrival
    file_sha256 VARCHAR NOT NULL, -- Original
    source_file VARCHAR NOT NULL, -- Name under which it arrived
    sheet VARCHAR, row_no INTEGER, source_cell VARCHAR, -- Always empty: what is said of a file stands in no layer
    partnership_id VARCHAR, -- Partnership given on arrival, else named in the file's name
    period VARCHAR, -- Month (YYYY-MM) given on arrival, else named in the file's name
    told_by VARCHAR, -- arrival or file_name
    is_read BOOLEAN NOT NULL, -- False while the libraries that read GIS files are not installed
    install_command VARCHAR, -- Command that installs them, while they are missing
    received_at TIMESTAMP NOT NULL, -- Moment it arrived, UTC
    received_on DATE NOT NULL, -- Local date of the arrival
    submitted_on DATE -- Date of sending given on arrival
);

-- One row per layer and arrival that was held against an area, or could not be.
CREATE TABLE raw.gis_area_check (
    row_id VARCHAR PRIMARY KEY, -- Arrival and layer
    file_sha256 VARCHAR NOT NULL, -- Original
    source_file VARCHAR NOT NULL, -- Name under which it arrived
    sheet VARCHAR NOT NULL, row_no INTEGER, source_cell VARCHAR, -- Layer
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month
    layer_kind VARCHAR NOT NULL, -- pipes or customers
    area_source VARCHAR, -- Where the area comes from; NULL where none is known
    features_checked BIGINT, -- Features held against it
    features_outside BIGINT, -- Features that lie wholly outside
    first_outside VARCHAR -- Numbers of the first of them
);

-- One row per layer of a GIS file that counts for a partnership and month.
CREATE TABLE core.gis_layer (
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month, YYYY-MM
    arrival_id VARCHAR NOT NULL, -- Arrival
    layer VARCHAR NOT NULL, -- Layer
    layer_kind VARCHAR NOT NULL, -- pipes, customers, service_area or other
    format VARCHAR NOT NULL, -- geopackage, geojson or shapefile
    geometry_types VARCHAR, -- Types of geometry with their numbers
    crs VARCHAR, -- Coordinate system as stated
    crs_status VARCHAR NOT NULL, -- stated, missing or unreadable
    coordinates VARCHAR, -- Why the coordinates cannot be what the system says; NULL where they can
    features BIGINT NOT NULL, -- Features
    geometries BIGINT NOT NULL, -- Features with a geometry
    empty BIGINT NOT NULL, -- Features without one
    invalid BIGINT NOT NULL, -- Geometries that contradict themselves
    same_geometry BIGINT NOT NULL, -- Features drawn where an earlier one lies
    same_identifier BIGINT NOT NULL, -- Features with the number of an earlier one
    other_geometry BIGINT NOT NULL, -- Features of another type of geometry than the layer should have
    beyond_degrees BIGINT NOT NULL, -- Features that cannot be placed on the globe
    outside_indonesia BIGINT NOT NULL, -- Features that reach outside Indonesia
    counted BIGINT NOT NULL, -- Features that count: with a geometry, each once
    complete BIGINT, -- Of these, those with every attribute asked for; NULL where none is asked for
    length_km DOUBLE, -- Geodesic length of the features that count; NULL where it cannot be measured
    length_km_status VARCHAR NOT NULL, -- Status of the length
    west DOUBLE, south DOUBLE, east DOUBLE, north DOUBLE, -- Extent in degrees
    submitted_on DATE, -- Date of sending given on arrival
    received_on DATE NOT NULL, -- Local date of the arrival
    received_at TIMESTAMP NOT NULL, -- Moment it arrived, UTC
    is_latest BOOLEAN NOT NULL, -- Of the latest file of its month that holds this kind of layer
    file_sha256 VARCHAR NOT NULL, source_file VARCHAR NOT NULL -- Where it is written
);

-- One row per layer of a GIS file that counts for a partnership and month: what was measured in it.
CREATE TABLE mart.gis_layer (
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month, YYYY-MM
    layer VARCHAR NOT NULL, -- Layer
    layer_kind VARCHAR NOT NULL, -- pipes, customers, service_area or other
    is_latest BOOLEAN NOT NULL, -- Of the latest file of its month that holds this kind of layer
    format VARCHAR NOT NULL, -- geopackage, geojson or shapefile
    geometry_types VARCHAR, -- Types of geometry with their numbers
    crs VARCHAR, -- Coordinate system as stated
    crs_status VARCHAR NOT NULL, -- stated, missing or unreadable
    coordinates VARCHAR, -- Why the coordinates cannot be what the system says; NULL where they can
    features BIGINT NOT NULL, -- Features
    geometries BIGINT NOT NULL, -- Features with a geometry
    empty BIGINT NOT NULL, -- Features without one
    invalid BIGINT NOT NULL, -- Geometries that contradict themselves
    same_geometry BIGINT NOT NULL, -- Features drawn where an earlier one lies
    same_identifier BIGINT NOT NULL, -- Features with the number of an earlier one
    other_geometry BIGINT NOT NULL, -- Features of another type of geometry than the layer should have
    outside_indonesia BIGINT NOT NULL, -- Features that reach outside Indonesia
    counted BIGINT NOT NULL, -- Features that count: with a geometry, each once
    complete BIGINT, -- Of these, those with every attribute asked for; NULL where none is asked for
    length_km DOUBLE, -- Geodesic length on WGS84 of the features that count, km; NULL unless reported or needs_review
    length_km_status VARCHAR NOT NULL, -- Status of the length
    area_status VARCHAR NOT NULL, -- checked, not_checked or not_applicable
    area_source VARCHAR, -- Where the utility's area comes from
    features_outside BIGINT, -- Features wholly outside the utility's area; NULL where it was not checked
    west DOUBLE, south DOUBLE, east DOUBLE, north DOUBLE, -- Extent in degrees
    received_on DATE NOT NULL, -- Local date of the arrival
    source_file VARCHAR NOT NULL, -- File
    file_sha256 VARCHAR NOT NULL -- Original
);

-- One row per attribute that a layer of pipes or customers should have.
CREATE TABLE mart.gis_attribute (
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month, YYYY-MM
    layer VARCHAR NOT NULL, -- Layer
    layer_kind VARCHAR NOT NULL, -- pipes or customers
    attribute VARCHAR NOT NULL, -- Attribute
    name_en VARCHAR NOT NULL, -- Its name in English
    name_id VARCHAR NOT NULL, -- Its name in Indonesian
    column_found VARCHAR, -- Column that holds it; NULL where the layer has none
    filled BIGINT NOT NULL, -- Features that say it
    counted BIGINT NOT NULL, -- Features that count
    is_latest BOOLEAN NOT NULL, -- Of the latest file of its month that holds this kind of layer
    source_file VARCHAR NOT NULL, -- File
    file_sha256 VARCHAR NOT NULL -- Original
);

-- One row per feature with a problem: the first hundred of each layer and problem, by number and without any person.
CREATE TABLE mart.gis_feature (
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month, YYYY-MM
    layer VARCHAR NOT NULL, -- Layer
    layer_kind VARCHAR NOT NULL, -- pipes, customers or other
    problem VARCHAR NOT NULL, -- empty, invalid, same_geometry, same_identifier, other_geometry, beyond_degrees, outside_indonesia
    feature_no INTEGER NOT NULL, -- Row of the layer's attribute table, from 1
    is_latest BOOLEAN NOT NULL, -- Of the latest file of its month that holds this kind of layer
    source_file VARCHAR NOT NULL, -- File
    file_sha256 VARCHAR NOT NULL -- Original
);

-- One row per figure of a month that a GIS file measures, beside what the report of the month says.
CREATE TABLE mart.gis_comparison (
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month, YYYY-MM
    reported_code VARCHAR NOT NULL, -- Variable of the report
    measured_code VARCHAR NOT NULL, -- Variable measured in the GIS file
    reported DOUBLE, -- Figure of the report, over its zones; NULL where not reported
    measured DOUBLE, -- Figure of the GIS file; NULL where it cannot be measured
    unit VARCHAR NOT NULL, -- Unit of both
    difference_pct DOUBLE, -- 100 x (measured - reported) / reported; NULL where nothing or 0 is reported
    tolerance_pct DOUBLE NOT NULL, -- Largest difference that is let pass
    status VARCHAR NOT NULL, -- agrees, differs, not_reported, not_measured, or under_review: the measured one cannot judge
    report_file VARCHAR, report_sheet VARCHAR, report_cell VARCHAR, -- Where the report says it
    gis_file VARCHAR NOT NULL, gis_layer VARCHAR NOT NULL, -- Where it was measured
    CHECK (status IN ('agrees', 'differs', 'not_reported', 'not_measured', 'under_review'))
);
