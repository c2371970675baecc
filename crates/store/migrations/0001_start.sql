-- One text for both engines. BIGINT, DOUBLE PRECISION, TEXT, BYTEA; booleans 0/1; instants in milliseconds UTC;
-- ids are 16 bytes, time-ordered, made in Rust. The class of each table stands in src/tables.rs.

-- Code tables: enums that may grow.
CREATE TABLE state_code (code TEXT PRIMARY KEY, place BIGINT NOT NULL);
CREATE TABLE channel_code (code TEXT PRIMARY KEY, place BIGINT NOT NULL);
CREATE TABLE role_code (code TEXT PRIMARY KEY, place BIGINT NOT NULL);
CREATE TABLE unit_kind_code (code TEXT PRIMARY KEY, place BIGINT NOT NULL);
CREATE TABLE stage_code (code TEXT PRIMARY KEY, place BIGINT NOT NULL);
CREATE TABLE account_kind_code (code TEXT PRIMARY KEY, place BIGINT NOT NULL);
INSERT INTO state_code (code, place) VALUES ('new', 1), ('formulating', 2), ('confirming', 3), ('estimating', 4),
  ('choosing', 5), ('working', 6), ('accepting', 7), ('disputed', 8), ('reviewing', 9), ('closed', 10), ('cancelled', 11);
INSERT INTO channel_code (code, place) VALUES ('web', 1), ('api', 2), ('mail', 3), ('cli', 4), ('timer', 5), ('import', 6);
INSERT INTO role_code (code, place) VALUES ('provider', 1), ('service_owner', 2), ('unit_head', 3), ('finance', 4),
  ('administrator', 5), ('auditor', 6);
INSERT INTO unit_kind_code (code, place) VALUES ('internal', 1), ('manager', 2), ('vendor', 3), ('partner', 4);
INSERT INTO stage_code (code, place) VALUES ('idea', 1), ('pilot', 2), ('live', 3), ('retiring', 4), ('retired', 5);
INSERT INTO account_kind_code (code, place) VALUES ('appropriation', 1), ('budget', 2), ('reserved', 3), ('revenue', 4),
  ('cost', 5), ('purchases', 6), ('settlement', 7), ('client_time_given', 8), ('client_time_taken', 9);

-- History.
-- without rowid
CREATE TABLE event (
  stream BYTEA NOT NULL,
  seq BIGINT NOT NULL CHECK (seq > 0),
  kind TEXT NOT NULL,
  version BIGINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('person', 'token', 'link', 'timer', 'import', 'anonymous')),
  actor_id BYTEA,
  on_behalf_of BYTEA,
  channel TEXT NOT NULL REFERENCES channel_code (code),
  command BYTEA NOT NULL,
  correlation BYTEA NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (stream, seq)
);
CREATE TABLE transfer (
  id BYTEA PRIMARY KEY,
  kind TEXT NOT NULL,
  reverses BYTEA,
  effective TEXT NOT NULL,
  booked_at BIGINT NOT NULL,
  stream BYTEA NOT NULL,
  seq BIGINT NOT NULL
);
-- Of the few that take something back: among all, the many empty ones would make the planner distrust the index.
CREATE INDEX transfer_reverses ON transfer (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX transfer_stream ON transfer (stream, seq);
CREATE TABLE posting (
  transfer BYTEA NOT NULL REFERENCES transfer (id),
  line BIGINT NOT NULL,
  unit BYTEA NOT NULL,
  account TEXT NOT NULL REFERENCES account_kind_code (code),
  currency TEXT NOT NULL,
  period TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount <> 0),
  counterparty BYTEA,
  service BYTEA,
  service_version BYTEA,
  request BYTEA,
  offer_line BYTEA,
  effective TEXT NOT NULL,
  booked_at BIGINT NOT NULL,
  -- 1 when it was booked in a later month than the one it counts for: a correction of some bill.
  late BIGINT NOT NULL,
  PRIMARY KEY (transfer, line)
);
CREATE INDEX posting_unit ON posting (unit, account, effective);
CREATE INDEX posting_figure ON posting (unit, counterparty, service, effective);
CREATE INDEX posting_request ON posting (request);
CREATE INDEX posting_late ON posting (unit, booked_at) WHERE late = 1;

-- Content: words and files, erasable. Events refer to them by id and salted hash.
CREATE TABLE content (
  id BYTEA PRIMARY KEY,
  kind TEXT NOT NULL,
  salt BYTEA NOT NULL,
  body TEXT NOT NULL,
  stream BYTEA NOT NULL,
  author BYTEA,
  created_at BIGINT NOT NULL,
  erased_at BIGINT
);
CREATE INDEX content_stream ON content (stream);
CREATE INDEX content_author ON content (author);
CREATE TABLE file (
  content BYTEA PRIMARY KEY REFERENCES content (id),
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  blob TEXT NOT NULL
);
CREATE INDEX file_blob ON file (blob);

-- State: rebuilt by replay.
CREATE TABLE company (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  name BYTEA NOT NULL,
  currency TEXT NOT NULL,
  zone TEXT NOT NULL,
  language TEXT NOT NULL,
  demonstration BIGINT NOT NULL,
  metering_notice BYTEA,
  front_desk BYTEA,
  front_desk_owner BYTEA
);
CREATE TABLE calendar (id BYTEA PRIMARY KEY, number BIGINT NOT NULL, body BYTEA NOT NULL, valid_from BIGINT NOT NULL);
CREATE TABLE promise (id BYTEA PRIMARY KEY, number BIGINT NOT NULL, body TEXT NOT NULL, valid_from BIGINT NOT NULL);
CREATE TABLE unit (
  id BYTEA PRIMARY KEY,
  kind TEXT NOT NULL REFERENCES unit_kind_code (code),
  parent BYTEA,
  code TEXT NOT NULL UNIQUE,
  texts BYTEA NOT NULL,
  owner BYTEA,
  promise BYTEA,
  calendar BYTEA,
  budget_mode TEXT NOT NULL CHECK (budget_mode IN ('shadow', 'soft', 'hard')),
  created_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX unit_parent ON unit (parent);
CREATE TABLE person (
  id BYTEA PRIMARY KEY,
  profile BYTEA NOT NULL,
  language TEXT NOT NULL,
  outside BIGINT NOT NULL,
  active BIGINT NOT NULL,
  registered_at BIGINT NOT NULL,
  notice_seen_at BIGINT
);
CREATE TABLE identity (source TEXT NOT NULL, hash TEXT NOT NULL, person BYTEA NOT NULL, content BYTEA NOT NULL, PRIMARY KEY (source, hash));
CREATE INDEX identity_person ON identity (person);
CREATE TABLE membership (
  person BYTEA NOT NULL,
  unit BYTEA NOT NULL,
  started_at BIGINT NOT NULL,
  manager BYTEA,
  ended_at BIGINT,
  PRIMARY KEY (person, unit, started_at)
);
CREATE INDEX membership_unit ON membership (unit, person);
CREATE INDEX membership_manager ON membership (manager);
CREATE TABLE role_grant (
  person BYTEA NOT NULL,
  role TEXT NOT NULL REFERENCES role_code (code),
  unit BYTEA NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (person, role, unit)
);
CREATE INDEX role_grant_unit ON role_grant (unit, role);
CREATE TABLE service (
  id BYTEA PRIMARY KEY,
  unit BYTEA NOT NULL,
  code TEXT NOT NULL UNIQUE,
  stage TEXT NOT NULL REFERENCES stage_code (code),
  version BYTEA,
  created_at BIGINT NOT NULL
);
CREATE INDEX service_unit ON service (unit);
CREATE TABLE service_version (
  id BYTEA PRIMARY KEY,
  service BYTEA NOT NULL,
  number BIGINT NOT NULL,
  texts BYTEA NOT NULL,
  facts TEXT NOT NULL,
  valid_from BIGINT NOT NULL
);
CREATE INDEX service_version_service ON service_version (service, number);
CREATE TABLE request (
  id BYTEA PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  seq BIGINT NOT NULL,
  parent BYTEA,
  root BYTEA NOT NULL,
  root_at BIGINT NOT NULL,
  state TEXT NOT NULL REFERENCES state_code (code),
  open BIGINT NOT NULL,
  whose TEXT NOT NULL CHECK (whose IN ('customer', 'provider', 'resolver', 'nobody')),
  what TEXT NOT NULL,
  since BIGINT NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('open', 'unit_only', 'confidential')),
  author BYTEA NOT NULL,
  customer BYTEA NOT NULL,
  customer_unit BYTEA NOT NULL,
  beneficiary BYTEA,
  payer_unit BYTEA NOT NULL,
  unit BYTEA NOT NULL,
  service BYTEA,
  service_version BYTEA,
  handler BYTEA,
  title BYTEA NOT NULL,
  stated_at BIGINT NOT NULL,
  ended_at BIGINT,
  due_at BIGINT,
  due_order BIGINT NOT NULL,
  answered_at BIGINT,
  answer_kept BIGINT,
  price BIGINT,
  paid BIGINT NOT NULL,
  client_seconds BIGINT NOT NULL,
  reopened BIGINT NOT NULL,
  imported BIGINT NOT NULL
);
CREATE INDEX request_desk ON request (unit, open, whose, due_order, id);
CREATE INDEX request_parent ON request (parent) WHERE parent IS NOT NULL;
CREATE INDEX request_disputed ON request (since, id) WHERE whose = 'resolver';
CREATE INDEX request_service ON request (service, open, id);
CREATE TABLE request_party (
  person BYTEA NOT NULL,
  request BYTEA NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('customer', 'handler')),
  open BIGINT NOT NULL,
  PRIMARY KEY (person, side, open, request)
);
CREATE INDEX request_party_request ON request_party (request);
CREATE TABLE request_bidder (unit BYTEA NOT NULL, request BYTEA NOT NULL, open BIGINT NOT NULL, PRIMARY KEY (unit, open, request));
CREATE INDEX request_bidder_request ON request_bidder (request);
CREATE TABLE review (
  request BYTEA PRIMARY KEY,
  service BYTEA,
  unit BYTEA NOT NULL,
  solved TEXT NOT NULL,
  seconds BIGINT,
  would_pay TEXT NOT NULL,
  asked BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  mode TEXT,
  comment BYTEA,
  reviewed_at BIGINT NOT NULL
);
CREATE INDEX review_service ON review (service, reviewed_at);
CREATE TABLE timer (stream BYTEA PRIMARY KEY, due_at BIGINT NOT NULL, since BIGINT NOT NULL, step BIGINT NOT NULL);
CREATE INDEX timer_due ON timer (due_at);

-- Projections.
CREATE TABLE budget_row (
  unit BYTEA NOT NULL,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  issued BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  spent BIGINT NOT NULL,
  PRIMARY KEY (unit, period, currency)
);
CREATE TABLE balance_day (
  unit BYTEA NOT NULL,
  day TEXT NOT NULL,
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  counterparty BYTEA NOT NULL,
  service BYTEA NOT NULL,
  amount BIGINT NOT NULL,
  postings BIGINT NOT NULL,
  PRIMARY KEY (unit, day, account, currency, counterparty, service)
);
-- What is reserved now; a row goes when nothing is left of it.
CREATE TABLE open_reserve (
  request BYTEA NOT NULL,
  offer_line BYTEA NOT NULL,
  unit BYTEA NOT NULL,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  PRIMARY KEY (request, offer_line, unit, period, currency)
);
CREATE INDEX open_reserve_purse ON open_reserve (unit, period, currency, amount);
-- Earned, spent and client time by month, quarter and year.
CREATE TABLE balance_period (
  unit BYTEA NOT NULL,
  period TEXT NOT NULL,
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  counterparty BYTEA NOT NULL,
  service BYTEA NOT NULL,
  amount BIGINT NOT NULL,
  postings BIGINT NOT NULL,
  PRIMARY KEY (unit, period, account, currency, counterparty, service)
);
-- How many different requests the figures of a period come from.
CREATE TABLE order_count (
  unit BYTEA NOT NULL,
  period TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('supplied', 'ordered')),
  counterparty BYTEA NOT NULL,
  service BYTEA NOT NULL,
  orders BIGINT NOT NULL,
  PRIMARY KEY (unit, period, side, counterparty, service)
);

-- Operational.
CREATE TABLE command (id BYTEA PRIMARY KEY, stream BYTEA NOT NULL, seq BIGINT NOT NULL, recorded_at BIGINT NOT NULL);
CREATE TABLE outbox (
  id BYTEA PRIMARY KEY,
  topic TEXT NOT NULL,
  stream BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (due_at);
CREATE TABLE notice (
  id BYTEA PRIMARY KEY,
  person BYTEA NOT NULL,
  kind TEXT NOT NULL,
  request BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT
);
CREATE INDEX notice_person ON notice (person, id);
CREATE TABLE lease (name TEXT PRIMARY KEY, holder BYTEA NOT NULL, until BIGINT NOT NULL);
CREATE TABLE attention (person BYTEA NOT NULL, from_at BIGINT NOT NULL, to_at BIGINT NOT NULL, request BYTEA NOT NULL, PRIMARY KEY (person, from_at, request));
CREATE TABLE credential (login TEXT PRIMARY KEY, person BYTEA NOT NULL UNIQUE, hash TEXT NOT NULL, changed_at BIGINT NOT NULL);
CREATE TABLE session (
  id BYTEA PRIMARY KEY,
  secret TEXT NOT NULL UNIQUE,
  person BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  device TEXT NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE TABLE login_attempt (subject TEXT PRIMARY KEY, failures BIGINT NOT NULL, blocked_until BIGINT NOT NULL, last_at BIGINT NOT NULL);
CREATE TABLE outside_link (
  secret TEXT PRIMARY KEY,
  request BYTEA NOT NULL,
  unit BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX outside_link_request ON outside_link (request);
