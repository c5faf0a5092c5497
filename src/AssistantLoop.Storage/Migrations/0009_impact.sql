-- What became of the answers that agents corrected, once a version had learnt from them. The answer goes with the pair.
CREATE TABLE correction_outcomes (
    tenant     TEXT NOT NULL,
    version_id TEXT NOT NULL,
    pair_id    TEXT NOT NULL,
    author     TEXT NOT NULL,
    before     REAL NOT NULL,
    after      REAL NOT NULL,
    answer     TEXT NOT NULL,
    PRIMARY KEY (tenant, version_id, pair_id),
    FOREIGN KEY (tenant, version_id) REFERENCES versions (tenant, id),
    FOREIGN KEY (tenant, pair_id) REFERENCES preference_pairs (tenant, id) ON DELETE CASCADE
);
CREATE INDEX correction_outcomes_by_pair ON correction_outcomes (tenant, pair_id);

-- How many workers lost the run; one that gave it back in order did not lose it.
ALTER TABLE runs ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
