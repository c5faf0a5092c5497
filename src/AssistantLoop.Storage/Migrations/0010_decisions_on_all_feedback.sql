-- Decisions on imported rows and blind choices go with them, as those on pairs do: the reason may speak of a person.
CREATE TRIGGER row_decisions_removed AFTER DELETE ON imported_rows
BEGIN DELETE FROM pair_decisions WHERE tenant = old.tenant AND pair_id = old.id; END;

CREATE TRIGGER choice_decisions_removed AFTER DELETE ON choices
BEGIN DELETE FROM pair_decisions WHERE tenant = old.tenant AND pair_id = old.id; END;

-- What an identity gave, for decisions on all of it.
CREATE INDEX imported_rows_by_author ON imported_rows (tenant, author);
CREATE INDEX choices_by_author ON choices (tenant, author);
