-- Which secret signs what is sent to an action's webhook; 1 and no row until it is rotated. The secret itself is derived.
CREATE TABLE action_secrets (
    tenant         TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    generation     INTEGER NOT NULL,
    previous_until TEXT    NULL,
    PRIMARY KEY (tenant, name)
);
