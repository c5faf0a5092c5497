CREATE TABLE audit (
    tenant        TEXT    NOT NULL,
    sequence      INTEGER NOT NULL,
    at            TEXT    NOT NULL,
    actor         TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    details       TEXT    NOT NULL,
    previous_hash TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

-- The newest row's number and hash, so that removing rows from the end is found too.
CREATE TABLE audit_heads (
    tenant   TEXT    NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash     TEXT    NOT NULL
);

CREATE TRIGGER audit_is_not_edited BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TABLE prompts (
    tenant     TEXT NOT NULL,
    hash       TEXT NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant, hash)
);

CREATE TABLE conversations (
    tenant     TEXT NOT NULL,
    id         TEXT NOT NULL,
    visitor    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX conversations_by_time ON conversations (tenant, updated_at);

CREATE TABLE messages (
    tenant            TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    conversation_id   TEXT    NOT NULL,
    sequence          INTEGER NOT NULL,
    role              TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    text              TEXT    NOT NULL,
    last_piece        INTEGER NOT NULL DEFAULT 0,
    client_message_id TEXT    NULL,
    reply_to          TEXT    NULL,
    streamed_by       TEXT    NULL,
    version_id        TEXT    NULL,
    prompt_hash       TEXT    NULL,
    passages          TEXT    NULL,
    finish_reason     TEXT    NULL,
    latency_ms        INTEGER NULL,
    created_at        TEXT    NOT NULL,
    ended_at          TEXT    NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, conversation_id, sequence),
    UNIQUE (tenant, conversation_id, client_message_id),
    FOREIGN KEY (tenant, conversation_id) REFERENCES conversations (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, prompt_hash) REFERENCES prompts (tenant, hash)
);
CREATE INDEX messages_by_question ON messages (tenant, reply_to);
CREATE INDEX messages_streaming ON messages (streamed_by) WHERE state = 'streaming';

CREATE TABLE message_pieces (
    tenant     TEXT    NOT NULL,
    message_id TEXT    NOT NULL,
    sequence   INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    PRIMARY KEY (tenant, message_id, sequence),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);
