CREATE TABLE webhooks (
    tenant                TEXT    NOT NULL,
    id                    TEXT    NOT NULL,
    url                   TEXT    NOT NULL,
    events                TEXT    NOT NULL,
    secret_generation     INTEGER NOT NULL DEFAULT 1,
    previous_secret_until TEXT    NULL,
    dropped               INTEGER NOT NULL DEFAULT 0,
    created_at            TEXT    NOT NULL,
    created_by            TEXT    NOT NULL,
    disabled_at           TEXT    NULL,
    PRIMARY KEY (tenant, id)
);

-- The queue of what is to be delivered; a row is written in the transaction of what it tells.
CREATE TABLE webhook_deliveries (
    tenant       TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    webhook_id   TEXT    NOT NULL,
    event_id     TEXT    NOT NULL,
    event        TEXT    NOT NULL,
    payload      TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at      TEXT    NOT NULL,
    last_status  INTEGER NULL,
    last_error   TEXT    NULL,
    created_at   TEXT    NOT NULL,
    delivered_at TEXT    NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, webhook_id) REFERENCES webhooks (tenant, id) ON DELETE CASCADE
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (tenant, webhook_id, state);
