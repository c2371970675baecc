-- Signing in: one-time links that let a person choose a password, and the personas of a demonstration.

CREATE TABLE setup_token (
  secret TEXT PRIMARY KEY,
  person BYTEA NOT NULL UNIQUE,
  login TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE TABLE persona (person BYTEA PRIMARY KEY, place BIGINT NOT NULL, hint TEXT NOT NULL);
