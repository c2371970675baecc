-- The few requests that are not open to everybody who sees how a unit works: every picture of its flow asks which they are.

CREATE INDEX request_closed ON request (unit, id) WHERE class <> 'open';
