-- What a business edited of its content; the newest revision of a kind stands in place of the business's files.
CREATE TABLE business_content (
    tenant   TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    yaml     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    author   TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    PRIMARY KEY (tenant, kind, revision)
);

-- What an answer was made by beside its prompt, and what was wrong with it.
CREATE TABLE answer_traces (
    tenant     TEXT NOT NULL,
    message_id TEXT NOT NULL,
    trace      TEXT NOT NULL,
    PRIMARY KEY (tenant, message_id),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);

-- What the assistant proposed to do. Nothing runs but from 'proposed', and only once.
CREATE TABLE actions (
    tenant          TEXT NOT NULL,
    id              TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    name            TEXT NOT NULL,
    arguments       TEXT NOT NULL,
    state           TEXT NOT NULL,
    result          TEXT NULL,
    idempotency_key TEXT NOT NULL,
    run_by          TEXT NULL,
    created_at      TEXT NOT NULL,
    expires_at      TEXT NOT NULL,
    started_at      TEXT NULL,
    ended_at        TEXT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, idempotency_key),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);
CREATE INDEX actions_by_message ON actions (tenant, message_id);
CREATE INDEX actions_running ON actions (run_by) WHERE state = 'running';
