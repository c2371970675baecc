-- People whose password somebody else reset: until that is confirmed they open nothing confidential.

CREATE TABLE access_hold (person BYTEA PRIMARY KEY, since BIGINT NOT NULL, reset_by BYTEA);
