-- How passages are cut and searched, as a hash; unknown for versions made before it was recorded.
ALTER TABLE versions ADD COLUMN index_hash TEXT NULL;

-- When retention took the version's adapter out of the artefact store; the row itself stays.
ALTER TABLE versions ADD COLUMN purged_at TEXT NULL;

CREATE TABLE experiments (
    tenant              TEXT    NOT NULL,
    id                  TEXT    NOT NULL,
    number              INTEGER NOT NULL,
    name                TEXT    NOT NULL,
    control_id          TEXT    NOT NULL,
    treatment_id        TEXT    NOT NULL,
    share               REAL    NOT NULL,
    status_before       TEXT    NOT NULL,
    promote_when_better INTEGER NOT NULL,
    started_at          TEXT    NOT NULL,
    started_by          TEXT    NOT NULL,
    ended_at            TEXT    NULL,
    ended_by            TEXT    NULL,
    outcome             TEXT    NULL,
    reason              TEXT    NULL,
    result              TEXT    NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, number),
    FOREIGN KEY (tenant, control_id) REFERENCES versions (tenant, id),
    FOREIGN KEY (tenant, treatment_id) REFERENCES versions (tenant, id)
);
CREATE UNIQUE INDEX experiments_one_open ON experiments (tenant) WHERE ended_at IS NULL;

-- One row for each change of level, so that the newest is the level that holds.
CREATE TABLE drift_levels (
    tenant     TEXT    NOT NULL,
    sequence   INTEGER NOT NULL,
    level      TEXT    NOT NULL,
    report     TEXT    NOT NULL,
    changed_at TEXT    NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

-- Which answers a version gave, when; and the way from feedback to the data sets that hold it.
CREATE INDEX messages_by_version ON messages (tenant, version_id, created_at) WHERE version_id IS NOT NULL;
CREATE INDEX versions_by_data_set ON versions (tenant, data_set_hash) WHERE data_set_hash IS NOT NULL;
CREATE INDEX audit_by_subject ON audit (tenant, subject);
