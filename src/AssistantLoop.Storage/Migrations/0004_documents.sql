CREATE TABLE documents (
    tenant       TEXT NOT NULL,
    path         TEXT NOT NULL,
    title        TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    PRIMARY KEY (tenant, path)
);

-- AUTOINCREMENT: an answer's provenance names passages by id, so an id is never given twice.
CREATE TABLE passages (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant     TEXT    NOT NULL,
    path       TEXT    NOT NULL,
    ordinal    INTEGER NOT NULL,
    title_path TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    anchor     TEXT    NOT NULL,
    UNIQUE (tenant, path, ordinal),
    FOREIGN KEY (tenant, path) REFERENCES documents (tenant, path) ON DELETE CASCADE
);

-- rowid = passages.id. Porter stems so that "returning" finds "return".
CREATE VIRTUAL TABLE passages_words USING fts5 (title_path, text, tokenize = 'porter unicode61 remove_diacritics 2');

CREATE TRIGGER passages_words_removed AFTER DELETE ON passages
BEGIN DELETE FROM passages_words WHERE rowid = old.id; END;

CREATE TRIGGER passages_words_added AFTER INSERT ON passages
BEGIN INSERT INTO passages_words (rowid, title_path, text) VALUES (new.id, new.title_path, new.text); END;
