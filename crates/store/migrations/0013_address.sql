-- The address at which people's browsers reach the company. Null until somebody says it.
ALTER TABLE company ADD COLUMN address TEXT;

-- What signs the cookies of browsers with which somebody signed in before. One row.
CREATE TABLE site_key (id BIGINT PRIMARY KEY CHECK (id = 1), secret BYTEA NOT NULL);
