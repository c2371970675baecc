-- An import may be taken back. Its events stay; its rows go, and those of the import before it come back.

-- The command of the taking back. While `taken_back_at` is null it goes on, and nobody sees what it has written.
ALTER TABLE import_batch ADD COLUMN taken_back BYTEA;
-- Who takes it back; null on the command line.
ALTER TABLE import_batch ADD COLUMN taken_back_by BYTEA;
-- When the taking back last moved on.
ALTER TABLE import_batch ADD COLUMN taken_back_moved_at BIGINT;
ALTER TABLE import_batch ADD COLUMN taken_back_at BIGINT;
-- Where the requests of an import lie.
CREATE INDEX imported_batch_unit ON imported (batch, unit, visible);
