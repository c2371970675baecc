-- What a command asked for, as a hash: the same key with other words, or for something else, is no double click. Null where nothing was
-- typed, and for commands from before.

ALTER TABLE command ADD COLUMN print BYTEA;
