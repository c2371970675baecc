-- Files that people sent lately, whether or not something came of them: what one person may send in a month is counted here.

CREATE TABLE file_brought (person BYTEA NOT NULL, blob TEXT NOT NULL, size BIGINT NOT NULL, brought_at BIGINT NOT NULL, PRIMARY KEY (person, blob));
