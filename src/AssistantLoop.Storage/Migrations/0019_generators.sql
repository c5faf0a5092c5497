-- The remote generator that a version answers by; null for the local model.
ALTER TABLE versions ADD COLUMN generator TEXT NULL;
