-- How sure the model was of an answer, in nats a token; null where its engine does not say.
ALTER TABLE messages ADD COLUMN mean_entropy REAL NULL;
ALTER TABLE messages ADD COLUMN max_entropy REAL NULL;

-- What agents decided about pieces of feedback. No reference to preference_pairs: imported rows can be decided on too.
CREATE TABLE pair_decisions (
    tenant     TEXT NOT NULL,
    pair_id    TEXT NOT NULL,
    decision   TEXT NOT NULL,
    reason     TEXT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (tenant, pair_id)
);

-- The reason may speak of a person, so it goes with the feedback.
CREATE TRIGGER pair_decisions_removed AFTER DELETE ON preference_pairs
BEGIN DELETE FROM pair_decisions WHERE tenant = old.tenant AND pair_id = old.id; END;

-- Decisions on all that one identity gave: an exclusion holds for what it gives later too, a confirmation does not.
CREATE TABLE identity_decisions (
    tenant     TEXT NOT NULL,
    identity   TEXT NOT NULL,
    decision   TEXT NOT NULL,
    reason     TEXT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (tenant, identity)
);

-- Why an answer was bad. The stamp tells the feedback and documents that the finding rests on; cause is null where they
-- do not tell, and overruled_cause is an agent's own finding.
CREATE TABLE triage_results (
    tenant          TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    cause           TEXT NULL,
    evidence        TEXT NOT NULL,
    stamp           TEXT NOT NULL,
    found_at        TEXT NOT NULL,
    overruled_cause TEXT NULL,
    overruled_by    TEXT NULL,
    overruled_at    TEXT NULL,
    PRIMARY KEY (tenant, message_id),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);

-- What agents did with an answer that waits for one: whose it is, and whether it was put aside.
CREATE TABLE review_marks (
    tenant       TEXT NOT NULL,
    message_id   TEXT NOT NULL,
    assignee     TEXT NULL,
    dismissed_by TEXT NULL,
    dismissed_at TEXT NULL,
    PRIMARY KEY (tenant, message_id),
    FOREIGN KEY (tenant, message_id) REFERENCES messages (tenant, id) ON DELETE CASCADE
);
