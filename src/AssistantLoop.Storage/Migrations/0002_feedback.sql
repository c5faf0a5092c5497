CREATE TABLE ratings (
    tenant     TEXT NOT NULL,
    message_id TEXT NOT NULL,
    visitor    TEXT NOT NULL,
    direction  TEXT NOT NULL,
    reason     TEXT NULL,
    rated_at   TEXT NOT NULL,
    PRIMARY KEY (tenant, message_id, visitor),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);

CREATE TABLE flags (
    tenant     TEXT NOT NULL,
    message_id TEXT NOT NULL,
    author     TEXT NOT NULL,
    label      TEXT NOT NULL,
    flagged_at TEXT NOT NULL,
    PRIMARY KEY (tenant, message_id, author, label),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);

CREATE TABLE corrections (
    tenant       TEXT NOT NULL,
    id           TEXT NOT NULL,
    message_id   TEXT NOT NULL,
    author       TEXT NOT NULL,
    text         TEXT NOT NULL,
    corrected_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);
CREATE INDEX corrections_by_message ON corrections (tenant, message_id);

-- What training may learn from. The texts stay where they are; a row says which feedback counts (retired_at is null)
-- and whether a data set holds it already (used_at).
CREATE TABLE preference_pairs (
    tenant        TEXT NOT NULL,
    id            TEXT NOT NULL,
    kind          TEXT NOT NULL,
    message_id    TEXT NOT NULL,
    author        TEXT NOT NULL,
    correction_id TEXT NULL,
    created_at    TEXT NOT NULL,
    used_at       TEXT NULL,
    retired_at    TEXT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, correction_id) REFERENCES corrections (tenant, id) ON DELETE CASCADE
);
CREATE INDEX preference_pairs_by_message ON preference_pairs (tenant, message_id);
CREATE INDEX preference_pairs_unused ON preference_pairs (tenant, id) WHERE used_at IS NULL AND retired_at IS NULL;
