-- What the console's lists are sorted and filtered by.
CREATE INDEX conversations_by_creation ON conversations (tenant, created_at);
CREATE INDEX data_sets_by_creation ON data_sets (tenant, created_at);
CREATE INDEX audit_by_action ON audit (tenant, action, sequence);
CREATE INDEX audit_by_actor ON audit (tenant, actor, sequence);
