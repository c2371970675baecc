-- State: what an hour of a unit costs, in versions that are never changed. Only finance sees it.

CREATE TABLE unit_rate (
  unit BYTEA NOT NULL,
  -- Counts from 1.
  number BIGINT NOT NULL,
  -- In the smallest units of the company's currency.
  per_hour BIGINT NOT NULL CHECK (per_hour > 0),
  valid_from BIGINT NOT NULL,
  PRIMARY KEY (unit, number)
);
