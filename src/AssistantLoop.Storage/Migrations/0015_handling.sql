-- Who answers a conversation (assistant, agent, or waiting for one), how far its visitor has read, how content they were,
-- and where they came from.
ALTER TABLE conversations ADD COLUMN handled_by TEXT NOT NULL DEFAULT 'assistant';
ALTER TABLE conversations ADD COLUMN agent TEXT NULL;
ALTER TABLE conversations ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN satisfaction INTEGER NULL;
ALTER TABLE conversations ADD COLUMN satisfaction_comment TEXT NULL;
ALTER TABLE conversations ADD COLUMN language TEXT NULL;
ALTER TABLE conversations ADD COLUMN channel TEXT NULL;
ALTER TABLE conversations ADD COLUMN page TEXT NULL;
CREATE INDEX conversations_with_people ON conversations (tenant, handled_by, updated_at) WHERE handled_by <> 'assistant';

-- A regenerated answer or an edited question stays, and says what stands in its place.
ALTER TABLE messages ADD COLUMN replaced_by TEXT NULL;
-- Of an agent's message and of a note on one: the agent. Of a note: what it tells.
ALTER TABLE messages ADD COLUMN author TEXT NULL;
ALTER TABLE messages ADD COLUMN note TEXT NULL;

-- When each node that answers was last alive, so that others end what one that died left streaming.
CREATE TABLE answering_nodes (
    tenant  TEXT NOT NULL,
    node    TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (tenant, node)
);
