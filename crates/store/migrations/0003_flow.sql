-- Flow: the trace of every request, and requests of other systems.

-- One import of a file. Operational: it is the import's progress; what it brought is told by the history.
CREATE TABLE import_batch (
  id BYTEA PRIMARY KEY,
  source TEXT NOT NULL,
  file TEXT NOT NULL,
  person BYTEA,
  state TEXT NOT NULL CHECK (state IN ('reading', 'staging', 'done', 'cancelled', 'failed')),
  asked_to_stop BIGINT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  report TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
-- Mappings of files, as people saved them.
CREATE TABLE import_mapping (name TEXT PRIMARY KEY, body TEXT NOT NULL, saved_at BIGINT NOT NULL);

-- State: requests of other systems. A batch writes its rows unseen; one switch shows them and takes older ones away.
CREATE TABLE imported (
  id BYTEA NOT NULL,
  batch BYTEA NOT NULL,
  visible BIGINT NOT NULL,
  -- How many events it had before this batch.
  before BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  title BYTEA,
  state TEXT NOT NULL,
  unit BYTEA NOT NULL,
  team BYTEA,
  person BYTEA,
  service BYTEA,
  customer BYTEA,
  customer_unit BYTEA NOT NULL,
  priority TEXT,
  opened_at BIGINT NOT NULL,
  solved_at BIGINT,
  closed_at BIGINT,
  promise_kept BIGINT,
  reopened BIGINT NOT NULL,
  steps BIGINT NOT NULL,
  print TEXT NOT NULL,
  PRIMARY KEY (id, batch)
);
CREATE INDEX imported_key ON imported (source, key);
CREATE INDEX imported_batch ON imported (batch, id);

-- Projection: one row for each request with its trace; what flow figures are computed from.
CREATE TABLE flow_case (
  id BYTEA NOT NULL,
  batch BYTEA NOT NULL,
  visible BIGINT NOT NULL,
  number TEXT NOT NULL,
  unit BYTEA NOT NULL,
  service BYTEA,
  customer_unit BYTEA NOT NULL,
  priority TEXT,
  opened_at BIGINT NOT NULL,
  solved_at BIGINT,
  closed_at BIGINT,
  -- Keyset order: what is not closed comes last.
  closed_order BIGINT NOT NULL,
  answered_at BIGINT,
  promise_kept BIGINT,
  client_seconds BIGINT,
  trace BYTEA NOT NULL,
  PRIMARY KEY (id, batch)
);
CREATE INDEX flow_case_unit ON flow_case (unit, closed_order, opened_at);
CREATE INDEX flow_case_service ON flow_case (service, closed_order, opened_at);
CREATE INDEX flow_case_all ON flow_case (closed_order, opened_at);
CREATE INDEX flow_case_batch ON flow_case (batch, id);
