-- collection: the set of documents that one ingest brings up to date (a folder, the uploads, a site).
ALTER TABLE documents ADD COLUMN collection TEXT NOT NULL DEFAULT 'folder';
ALTER TABLE documents ADD COLUMN media_type TEXT NOT NULL DEFAULT 'text/markdown';
ALTER TABLE documents ADD COLUMN source TEXT;
ALTER TABLE documents ADD COLUMN language TEXT;
ALTER TABLE documents ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE passages ADD COLUMN page INTEGER;
