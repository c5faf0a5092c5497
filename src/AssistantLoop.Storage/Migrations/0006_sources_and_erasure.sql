-- Files that were imported. One that is imported again goes on under the same row.
CREATE TABLE imports (
    tenant     TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    file_name  TEXT    NOT NULL,
    sha256     TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    started_at TEXT    NOT NULL,
    ended_at   TEXT    NULL,
    lines      INTEGER NOT NULL DEFAULT 0,
    added      INTEGER NOT NULL DEFAULT 0,
    known      INTEGER NOT NULL DEFAULT 0,
    refused    INTEGER NOT NULL DEFAULT 0,
    problems   TEXT    NOT NULL DEFAULT '[]',
    undone_at  TEXT    NULL,
    undone_by  TEXT    NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX imports_by_content ON imports (tenant, sha256) WHERE undone_at IS NULL;

CREATE TABLE imported_rows (
    tenant          TEXT    NOT NULL,
    id              TEXT    NOT NULL,
    import_id       TEXT    NOT NULL,
    line            INTEGER NOT NULL,
    content_hash    TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    prompt_hash     TEXT    NOT NULL,
    chosen          TEXT    NULL,
    rejected        TEXT    NULL,
    author          TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    used_at         TEXT    NULL,
    retired_at      TEXT    NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, content_hash),
    FOREIGN KEY (tenant, import_id) REFERENCES imports (tenant, id),
    FOREIGN KEY (tenant, prompt_hash) REFERENCES prompts (tenant, hash)
);
CREATE INDEX imported_rows_by_import ON imported_rows (tenant, import_id);
CREATE INDEX imported_rows_by_prompt ON imported_rows (tenant, prompt_hash);
CREATE INDEX imported_rows_by_conversation ON imported_rows (tenant, conversation_id);

-- Two answers to one prompt, in the order in which they are shown.
CREATE TABLE comparisons (
    tenant       TEXT NOT NULL,
    id           TEXT NOT NULL,
    message_id   TEXT NOT NULL,
    prompt_hash  TEXT NOT NULL,
    a_text       TEXT NOT NULL,
    a_version_id TEXT NULL,
    b_text       TEXT NOT NULL,
    b_version_id TEXT NULL,
    created_by   TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, prompt_hash) REFERENCES prompts (tenant, hash)
);
CREATE INDEX comparisons_by_message ON comparisons (tenant, message_id);
CREATE INDEX comparisons_by_prompt ON comparisons (tenant, prompt_hash);

CREATE TABLE choices (
    tenant        TEXT NOT NULL,
    id            TEXT NOT NULL,
    comparison_id TEXT NOT NULL,
    author        TEXT NOT NULL,
    choice        TEXT NOT NULL,
    reason        TEXT NULL,
    created_at    TEXT NOT NULL,
    used_at       TEXT NULL,
    retired_at    TEXT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, comparison_id) REFERENCES comparisons (tenant, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX choices_in_force ON choices (tenant, comparison_id, author) WHERE retired_at IS NULL;
CREATE INDEX choices_by_comparison ON choices (tenant, comparison_id);

-- Who was erased (a pseudonym), and what became of it. No text and no visitor's id is kept.
CREATE TABLE erasures (
    tenant       TEXT NOT NULL,
    id           TEXT NOT NULL,
    visitor_hash TEXT NOT NULL,
    policy       TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    erased_at    TEXT NOT NULL,
    counts       TEXT NOT NULL,
    scrubbed_at  TEXT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX erasures_by_visitor ON erasures (tenant, visitor_hash);

CREATE TABLE erased_pairs (
    tenant     TEXT NOT NULL,
    pair_id    TEXT NOT NULL,
    erasure_id TEXT NOT NULL,
    PRIMARY KEY (tenant, pair_id),
    FOREIGN KEY (tenant, erasure_id) REFERENCES erasures (tenant, id)
);
CREATE INDEX erased_pairs_by_erasure ON erased_pairs (tenant, erasure_id);

-- Data sets that hold erased samples. Versions trained on them are known by their data set.
CREATE TABLE erased_data_sets (
    tenant        TEXT NOT NULL,
    data_set_hash TEXT NOT NULL,
    policy        TEXT NOT NULL,
    marked_at     TEXT NOT NULL,
    PRIMARY KEY (tenant, data_set_hash)
);

-- Files to remove from the artefact store; here until that is done.
CREATE TABLE artefact_purges (
    tenant        TEXT NOT NULL,
    artefact_hash TEXT NOT NULL,
    asked_at      TEXT NOT NULL,
    purged_at     TEXT NULL,
    PRIMARY KEY (tenant, artefact_hash)
);

CREATE INDEX messages_by_prompt ON messages (tenant, prompt_hash);
CREATE INDEX conversations_by_visitor ON conversations (tenant, visitor);
CREATE INDEX data_set_members_by_pair ON data_set_members (tenant, pair_id);
CREATE INDEX ratings_by_visitor ON ratings (tenant, visitor);
CREATE INDEX suggestions_by_visitor ON suggestions (tenant, visitor);
CREATE INDEX preference_pairs_by_author ON preference_pairs (tenant, author);
