//! One migration text, two dialects.
//!
//! - `BIGINT`, `DOUBLE PRECISION`, `TEXT`, `BYTEA` are the types; on SQLite they become those of a STRICT table.
//! - A line `-- sqlite: …` or `-- postgres: …` stands for that engine alone.
//! - A line `-- without rowid` before a `CREATE TABLE` keeps the rows in the key on SQLite.

use crate::statement::{Engine, parts};

/// The text for one engine.
pub(crate) fn translate(text: &str, engine: Engine) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.lines() {
        let own = |prefix: &str| line.trim_start().strip_prefix(prefix).map(str::trim_start);
        let line = match (own("-- sqlite:"), own("-- postgres:"), engine) {
            (Some(rest), _, Engine::Sqlite) | (_, Some(rest), Engine::Postgres) => rest,
            (Some(_), ..) | (_, Some(_), _) => continue,
            _ => line,
        };
        lines.push_str(line);
        lines.push('\n');
    }
    match engine {
        Engine::Postgres => lines,
        Engine::Sqlite => strict(&lines),
    }
}

/// Maps types and ends every `CREATE TABLE` with STRICT.
fn strict(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let mut table = false;
    let mut without_rowid = false;
    let mut fresh = true;
    for (part, code) in parts(text) {
        if !code {
            without_rowid |= part.trim() == "-- without rowid";
            out.push_str(part);
            continue;
        }
        let mut pieces = part.split(';').peekable();
        while let Some(piece) = pieces.next() {
            if fresh && !piece.trim().is_empty() {
                table = piece.trim_start().starts_with("CREATE TABLE");
                fresh = false;
            }
            out.push_str(&types(piece));
            if pieces.peek().is_some() {
                if table {
                    out.push_str(if without_rowid { " STRICT, WITHOUT ROWID" } else { " STRICT" });
                    without_rowid = false;
                }
                out.push(';');
                table = false;
                fresh = true;
            }
        }
    }
    out
}

fn types(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '_') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        match word {
            "BIGINT" => out.push_str("INTEGER"),
            "BYTEA" => out.push_str("BLOB"),
            "DOUBLE" if rest.trim_start().starts_with("PRECISION") => {
                out.push_str("REAL");
                rest = rest.trim_start().trim_start_matches("PRECISION");
            }
            _ => out.push_str(word),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "-- A table; of BIGINT.
CREATE TABLE a (
  id BYTEA PRIMARY KEY, -- the id; BYTEA
  n BIGINT NOT NULL CHECK (n <> 0),
  r DOUBLE PRECISION,
  t TEXT NOT NULL DEFAULT 'BIGINT; it''s',
-- sqlite: docid BIGINT
-- postgres: terms tsvector
);
CREATE INDEX a_n ON a (n);
-- without rowid
CREATE TABLE b (k TEXT NOT NULL, PRIMARY KEY (k));
CREATE TABLE c (k TEXT PRIMARY KEY);
INSERT INTO c (k) VALUES ('BYTEA');
";

    #[test]
    fn sqlite_gets_strict_tables() {
        let text = translate(TEXT, Engine::Sqlite);
        assert!(
            text.contains(
                "-- A table; of BIGINT.\nCREATE TABLE a (\n  id BLOB PRIMARY KEY, -- the id; BYTEA"
            )
        );
        assert!(text.contains("r REAL,"));
        assert!(text.contains("DEFAULT 'BIGINT; it''s',\ndocid INTEGER\n) STRICT;"));
        assert!(text.contains("CREATE INDEX a_n ON a (n);"));
        assert!(text.contains("PRIMARY KEY (k)) STRICT, WITHOUT ROWID;"));
        assert!(
            text.contains("CREATE TABLE c (k TEXT PRIMARY KEY) STRICT;\nINSERT INTO c (k) VALUES ('BYTEA');")
        );
        assert!(!text.contains("tsvector"));
    }

    #[test]
    fn postgres_gets_the_text_as_it_is() {
        let text = translate(TEXT, Engine::Postgres);
        assert!(text.contains("n BIGINT NOT NULL CHECK (n <> 0),\n  r DOUBLE PRECISION,"));
        assert!(text.contains("it''s',\nterms tsvector\n);"));
        assert!(!text.contains("docid"));
        assert!(!text.contains("STRICT"));
    }
}
