-- The first tables: what the schema is, numbers, full text, files.

-- The migrations that were applied, with the hash of their text.
CREATE TABLE schema_version (
  version BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  min_compatible BIGINT NOT NULL
);

-- Human numbers of requests. On PostgreSQL a counter row would be a conflict of every two writers.
-- sqlite: CREATE TABLE request_number (id BIGINT PRIMARY KEY CHECK (id = 1), last BIGINT NOT NULL);
-- sqlite: INSERT INTO request_number (id, last) VALUES (1, 0);
-- postgres: CREATE SEQUENCE request_number;

-- One row for each thing that can be found. SQLite keeps its terms in a full-text table under `docid`, which grows with the
-- time of the id; PostgreSQL keeps them in the row.
CREATE TABLE search_doc (
  id BYTEA PRIMARY KEY,
  kind TEXT NOT NULL,
-- sqlite: docid BIGINT NOT NULL UNIQUE
-- postgres: terms tsvector NOT NULL
);
-- sqlite: CREATE VIRTUAL TABLE search_text USING fts5(body, content='', contentless_delete=1, detail=none, prefix='2 3', tokenize="ascii tokenchars '_'");
-- postgres: CREATE INDEX search_doc_terms ON search_doc USING gin (terms);

-- Files in pieces of 256 KiB, for databases without a directory of their own.
CREATE TABLE blob_file (
  sha256 BYTEA PRIMARY KEY,
  size BIGINT NOT NULL,
  stored_at BIGINT NOT NULL
);
CREATE TABLE blob_chunk (
  sha256 BYTEA NOT NULL REFERENCES blob_file (sha256),
  seq BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (sha256, seq)
);
