-- Links sent outside get an id, by which the history and people speak of them, and who made them. Nothing made links before.

DROP TABLE outside_link;
CREATE TABLE outside_link (
  id BYTEA PRIMARY KEY,
  secret TEXT NOT NULL UNIQUE,
  request BYTEA NOT NULL,
  unit BYTEA NOT NULL,
  made_by BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX outside_link_request ON outside_link (request);
