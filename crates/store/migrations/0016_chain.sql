-- The history proves itself: each event has a hash that covers its predecessor, its own columns and what it moved.
-- A program of before would append events without hashes.
-- min_compatible: 16

-- Null until an event of before is chained, see crates/store/src/chain.rs.
ALTER TABLE event ADD COLUMN hash BYTEA;
-- Those that wait for it. Empty once all are chained.
CREATE INDEX event_unchained ON event (stream) WHERE hash IS NULL;
-- The end of each stream: its last event, with its hash.
-- without rowid
CREATE TABLE stream (
  id BYTEA PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL
);
-- One hash over all streams for each day, to be kept elsewhere.
CREATE TABLE root (
  day TEXT PRIMARY KEY,
  streams BIGINT NOT NULL,
  events BIGINT NOT NULL,
  hash BYTEA NOT NULL
);
