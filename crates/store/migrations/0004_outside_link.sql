-- Links sent outside get an id, by which the history and people speak of them, and who made them. Nothing made links before, so
-- that no row is without.

ALTER TABLE outside_link ADD COLUMN id BYTEA;
ALTER TABLE outside_link ADD COLUMN made_by BYTEA;
