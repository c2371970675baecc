-- min_compatible: 19
-- Second factors: secrets are sealed with a key that is not in this database.

CREATE TABLE factor (
  person BYTEA PRIMARY KEY,
  secret BYTEA NOT NULL,
  made_at BIGINT NOT NULL,
  last_step BIGINT NOT NULL
);
CREATE TABLE recovery_code (person BYTEA NOT NULL, code TEXT NOT NULL, PRIMARY KEY (person, code));

-- Whoever gave the password and owes the code.
CREATE TABLE sign_in_step (secret TEXT PRIMARY KEY, person BYTEA NOT NULL, device TEXT NOT NULL, expires_at BIGINT NOT NULL);

-- Roles that need one, in words with spaces between them.
ALTER TABLE company ADD COLUMN factor_roles TEXT NOT NULL DEFAULT '';
