-- Who may ask. A key is kept as its hash; the prefix, which the key begins with, finds the row and is shown to people.
CREATE TABLE api_keys (
    tenant       TEXT NOT NULL,
    id           TEXT NOT NULL,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,
    scopes       TEXT NOT NULL,
    prefix       TEXT NOT NULL,
    key_hash     TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    expires_at   TEXT NULL,
    revoked_at   TEXT NULL,
    last_used_at TEXT NULL,
    rotated_from TEXT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX api_keys_by_prefix ON api_keys (prefix);

-- Pages that embed the chat. The identity secret is derived from the server's secret, so only its generation is here.
CREATE TABLE sites (
    tenant                TEXT    NOT NULL,
    id                    TEXT    NOT NULL,
    public_key            TEXT    NOT NULL,
    name                  TEXT    NOT NULL,
    allowed_origins       TEXT    NOT NULL,
    requires_identity     INTEGER NOT NULL,
    welcome               TEXT    NULL,
    suggestions           TEXT    NULL,
    language              TEXT    NULL,
    theme                 TEXT    NOT NULL DEFAULT '{}',
    hand_over             INTEGER NOT NULL,
    satisfaction          INTEGER NOT NULL,
    secret_generation     INTEGER NOT NULL DEFAULT 1,
    previous_secret_until TEXT    NULL,
    created_at            TEXT    NOT NULL,
    created_by            TEXT    NOT NULL,
    disabled_at           TEXT    NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX sites_by_key ON sites (public_key);

-- What a business set: limits, retention, prices; a JSON object each.
CREATE TABLE tenant_settings (
    tenant     TEXT NOT NULL,
    name       TEXT NOT NULL,
    content    TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (tenant, name)
);

-- Answers and tokens a day (UTC) and version; stays when conversations go. '' is a version that is not known.
CREATE TABLE usage_days (
    tenant        TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    version_id    TEXT    NOT NULL,
    answers       INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    answer_tokens INTEGER NOT NULL,
    PRIMARY KEY (tenant, day, version_id)
);

INSERT INTO usage_days (tenant, day, version_id, answers, prompt_tokens, answer_tokens)
SELECT tenant, substr(created_at, 1, 10), COALESCE(version_id, ''), COUNT(*), COALESCE(SUM(prompt_tokens), 0), COALESCE(SUM(answer_tokens), 0)
FROM messages WHERE role = 'assistant' AND state IN ('complete', 'stopped')
GROUP BY tenant, substr(created_at, 1, 10), COALESCE(version_id, '');

CREATE INDEX messages_by_time ON messages (tenant, created_at);
