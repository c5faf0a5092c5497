-- Vectors by what they were made from, so that the same text is never embedded twice; never shared between tenants.
CREATE TABLE passage_vectors (
    tenant    TEXT NOT NULL,
    embedder  TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    vector    BLOB NOT NULL,
    kept_at   TEXT NOT NULL,
    UNIQUE (tenant, embedder, text_hash)
);

ALTER TABLE passages ADD COLUMN text_hash BLOB NOT NULL DEFAULT x'';
UPDATE passages SET text_hash = passage_text_hash(title_path, text);
CREATE INDEX passages_text_hash ON passages (tenant, text_hash);
CREATE INDEX passages_of_tenant ON passages (tenant, id);

-- What an index has to drop. Ids of passages are never given twice, so the order to additions does not matter.
CREATE TABLE passage_removals (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant     TEXT    NOT NULL,
    passage_id INTEGER NOT NULL
);
CREATE INDEX passage_removals_of_tenant ON passage_removals (tenant, sequence);

CREATE TRIGGER passages_removed AFTER DELETE ON passages
BEGIN INSERT INTO passage_removals (tenant, passage_id) VALUES (old.tenant, old.id); END;

-- How far each index is.
CREATE TABLE passage_followers (
    tenant       TEXT    NOT NULL,
    follower     TEXT    NOT NULL,
    last_passage INTEGER NOT NULL,
    last_removal INTEGER NOT NULL,
    seen_at      TEXT    NOT NULL,
    PRIMARY KEY (tenant, follower)
) WITHOUT ROWID;

-- Words are searched in the files of one business alone: here, how rare a word is was counted over all of them.
DROP TRIGGER passages_words_removed;
DROP TRIGGER passages_words_added;
DROP TABLE passages_words;
