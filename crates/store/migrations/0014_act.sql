-- min_compatible: 14
-- Who did what to whom: a row for each event of the company and of people's access, so that those who keep watch find it.

CREATE TABLE act (
  stream BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  channel TEXT NOT NULL,
  doer BYTEA,
  whom BYTEA,
  unit BYTEA,
  PRIMARY KEY (stream, seq)
);
CREATE INDEX act_told ON act (told_at, stream, seq);
CREATE INDEX act_doer ON act (doer, told_at, stream, seq);
CREATE INDEX act_whom ON act (whom, told_at, stream, seq);
CREATE INDEX act_unit ON act (unit, told_at, stream, seq);
-- rebuild: act

-- From which network a command came; forgotten after half a year, whatever else is kept.
CREATE TABLE act_network (cause BYTEA PRIMARY KEY, network TEXT NOT NULL, noted_at BIGINT NOT NULL);
CREATE INDEX act_network_noted ON act_network (noted_at);

-- Passwords that were not right, by the hour: what was typed is kept as a hash that only this company can make.
CREATE TABLE failed_sign_in (
  hour BIGINT NOT NULL,
  login TEXT NOT NULL,
  network TEXT NOT NULL,
  person BYTEA,
  count BIGINT NOT NULL,
  PRIMARY KEY (hour, login, network)
);
CREATE INDEX failed_sign_in_person ON failed_sign_in (person, hour);
