-- min_compatible: 17
-- Requests that an auditor opened for an hour.

CREATE TABLE access_opening (
  person BYTEA NOT NULL,
  request BYTEA NOT NULL,
  at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  reason BYTEA NOT NULL,
  PRIMARY KEY (person, request, at)
);
CREATE INDEX access_opening_request ON access_opening (request, at);
