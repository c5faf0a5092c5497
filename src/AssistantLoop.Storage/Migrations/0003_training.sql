CREATE TABLE data_sets (
    tenant         TEXT    NOT NULL,
    hash           TEXT    NOT NULL,
    manifest       TEXT    NOT NULL,
    artefact_hash  TEXT    NOT NULL,
    train_count    INTEGER NOT NULL,
    held_out_count INTEGER NOT NULL,
    created_at     TEXT    NOT NULL,
    PRIMARY KEY (tenant, hash)
);

-- No reference to preference_pairs: a data set stays as it was when a visitor's conversation is deleted.
CREATE TABLE data_set_members (
    tenant        TEXT NOT NULL,
    data_set_hash TEXT NOT NULL,
    pair_id       TEXT NOT NULL,
    PRIMARY KEY (tenant, data_set_hash, pair_id),
    FOREIGN KEY (tenant, data_set_hash) REFERENCES data_sets (tenant, hash)
);

CREATE TABLE runs (
    tenant           TEXT    NOT NULL,
    id               TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    recipe           TEXT    NOT NULL,
    data_set_hash    TEXT    NULL,
    requested_by     TEXT    NOT NULL,
    reason           TEXT    NOT NULL,
    created_at       TEXT    NOT NULL,
    started_at       TEXT    NULL,
    ended_at         TEXT    NULL,
    error            TEXT    NULL,
    result           TEXT    NULL,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    lease_owner      TEXT    NULL,
    lease_expires_at TEXT    NULL,
    fence            INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, data_set_hash) REFERENCES data_sets (tenant, hash)
);
CREATE INDEX runs_open ON runs (created_at) WHERE state IN ('queued', 'running', 'evaluating');

CREATE TABLE run_progress (
    tenant   TEXT    NOT NULL,
    run_id   TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    at       TEXT    NOT NULL,
    content  TEXT    NOT NULL,
    PRIMARY KEY (tenant, run_id, sequence),
    FOREIGN KEY (tenant, run_id) REFERENCES runs (tenant, id) ON DELETE CASCADE
);

CREATE TABLE versions (
    tenant        TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    status        TEXT    NOT NULL,
    base_hash     TEXT    NOT NULL,
    adapter_hash  TEXT    NULL,
    prompt_hash   TEXT    NOT NULL,
    style_hash    TEXT    NOT NULL,
    data_set_hash TEXT    NULL,
    run_id        TEXT    NULL,
    parent_id     TEXT    NULL,
    metrics       TEXT    NULL,
    created_at    TEXT    NOT NULL,
    decided_at    TEXT    NULL,
    decided_by    TEXT    NULL,
    reason        TEXT    NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, number),
    FOREIGN KEY (tenant, data_set_hash) REFERENCES data_sets (tenant, hash),
    FOREIGN KEY (tenant, run_id) REFERENCES runs (tenant, id),
    FOREIGN KEY (tenant, parent_id) REFERENCES versions (tenant, id)
);

CREATE TABLE aliases (
    tenant     TEXT NOT NULL,
    alias      TEXT NOT NULL,
    version_id TEXT NOT NULL,
    PRIMARY KEY (tenant, alias),
    FOREIGN KEY (tenant, version_id) REFERENCES versions (tenant, id)
);

-- A stack: the newest row that was not rolled back is the serving version, the one below it is where a rollback goes.
CREATE TABLE servings (
    tenant         TEXT    NOT NULL,
    sequence       INTEGER NOT NULL,
    version_id     TEXT    NOT NULL,
    promoted_at    TEXT    NOT NULL,
    promoted_by    TEXT    NOT NULL,
    reason         TEXT    NOT NULL,
    rolled_back_at TEXT    NULL,
    rolled_back_by TEXT    NULL,
    rollback_reason TEXT   NULL,
    PRIMARY KEY (tenant, sequence),
    FOREIGN KEY (tenant, version_id) REFERENCES versions (tenant, id)
);

-- Workers belong to the installation, not to a tenant: one worker serves the runs of all.
CREATE TABLE workers (
    id         TEXT    NOT NULL PRIMARY KEY,
    host       TEXT    NOT NULL,
    process_id INTEGER NOT NULL,
    started_at TEXT    NOT NULL,
    last_seen  TEXT    NOT NULL
);
