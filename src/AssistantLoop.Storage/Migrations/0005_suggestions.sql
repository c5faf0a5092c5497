-- Better answers that visitors suggested; an agent decides what becomes of them.
CREATE TABLE suggestions (
    tenant       TEXT NOT NULL,
    message_id   TEXT NOT NULL,
    visitor      TEXT NOT NULL,
    text         TEXT NOT NULL,
    suggested_at TEXT NOT NULL,
    PRIMARY KEY (tenant, message_id, visitor),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);
