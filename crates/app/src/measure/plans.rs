//! Plans of statements: none that every page takes may read a large table from end to end.

use std::collections::BTreeMap;

pub use store::Traced;
use store::audit::{explain, row_counts};
use store::{Engine, Statement, StoreError, Tx, Value};

/// A statement that reads a large table whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Where the statement is written.
    pub place: &'static str,
    /// The table.
    pub table: String,
    /// The line of the plan.
    pub line: String,
}

/// Tables with more rows than `above`, with how many.
pub fn large_tables(tx: &mut dyn Tx, above: i64) -> Result<BTreeMap<String, i64>, StoreError> {
    Ok(row_counts(tx)?.into_iter().filter(|(_, rows)| *rows > above).collect())
}

/// The engine's plan of a statement, in lines; none when the statement is not written for this engine. Without parameters the plan is the
/// one that holds for any.
pub fn plan_of(
    tx: &mut dyn Tx,
    statement: &'static Statement,
    params: Option<&[Value]>,
) -> Result<Option<Vec<String>>, StoreError> {
    explain(tx, statement, params)
}

/// Where a plan reads one of these tables from end to end.
pub fn scans(
    engine: Engine,
    statement: &'static Statement,
    plan: &[String],
    large: &BTreeMap<String, i64>,
) -> Vec<Scan> {
    let names = aliases(statement.text(engine).unwrap_or_default());
    let scanned = |(at, line): (usize, &String)| -> Option<Scan> {
        let table = match engine {
            Engine::Sqlite => sqlite_scan(line, &names, plan)?,
            Engine::Postgres => postgres_scan(line, &plan[at + 1..])?,
        };
        large.contains_key(&table).then(|| Scan {
            place: statement.place(),
            table,
            line: line.trim().to_owned(),
        })
    };
    plan.iter().enumerate().filter_map(scanned).collect()
}

/// "SCAN r" or "SCAN r USING INDEX …", but no look-up in a virtual table and no reading of what a part of the statement gave.
fn sqlite_scan(line: &str, names: &BTreeMap<String, String>, plan: &[String]) -> Option<String> {
    let rest = line.trim().strip_prefix("SCAN ")?;
    if rest.contains("VIRTUAL TABLE INDEX") && !rest.ends_with("INDEX 0:") {
        return None;
    }
    let name = rest.split(' ').next()?;
    let made = |line: &String| {
        ["CO-ROUTINE ", "MATERIALIZE "].iter().any(|word| line.trim().strip_prefix(word) == Some(name))
    };
    if plan.iter().any(made) {
        return None;
    }
    Some(names.get(name).cloned().unwrap_or_else(|| name.to_owned()))
}

/// "Seq Scan on request r  (cost=…)", or an index that is read without a condition on it.
fn postgres_scan(line: &str, after: &[String]) -> Option<String> {
    let table = |rest: &str| rest.split(' ').next().map(str::to_owned);
    if let Some((_, rest)) = line.split_once("Seq Scan on ") {
        return table(rest);
    }
    let (_, rest) = line.split_once("Scan using ").or_else(|| line.split_once("Scan Backward using "))?;
    let (_, rest) = rest.split_once(" on ")?;
    let own = after.iter().take_while(|line| !line.contains("->"));
    if own.into_iter().any(|line| line.contains("Index Cond:")) { None } else { table(rest) }
}

/// What short names of a text stand for.
fn aliases(text: &str) -> BTreeMap<String, String> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let is = |word: &str, keys: &[&str]| keys.iter().any(|key| word.eq_ignore_ascii_case(key));
    let mut names = BTreeMap::new();
    for (at, word) in words.iter().enumerate() {
        if !is(word, &["from", "join", "update", "into"]) {
            continue;
        }
        let Some(table) = words.get(at + 1) else { continue };
        let next = words.get(at + 2).copied().unwrap_or_default();
        let alias = if is(next, &["as"]) { words.get(at + 3).copied().unwrap_or_default() } else { next };
        if !is(
            alias,
            &["on", "where", "set", "join", "left", "cross", "order", "group", "values", "limit", "union"],
        ) {
            names.insert(alias.to_owned(), (*table).to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_are_told_from_searches() {
        let names =
            aliases("SELECT 1 FROM request r JOIN content AS t ON t.id = r.title LEFT JOIN person ON 1 = 1");
        assert_eq!(names.get("r").map(String::as_str), Some("request"));
        assert_eq!(names.get("t").map(String::as_str), Some("content"));
        let plan = ["CO-ROUTINE p".to_owned()];
        let sqlite = |line| sqlite_scan(line, &names, &plan);
        assert_eq!(sqlite("SCAN r").as_deref(), Some("request"));
        assert_eq!(sqlite("  SCAN t USING COVERING INDEX x").as_deref(), Some("content"));
        assert_eq!(sqlite("SEARCH r USING INDEX request_desk (unit=?)"), None);
        assert_eq!(sqlite("SCAN search_text VIRTUAL TABLE INDEX 0:M1"), None);
        assert_eq!(sqlite("SCAN search_text VIRTUAL TABLE INDEX 0:").as_deref(), Some("search_text"));
        let line = "        ->  Parallel Seq Scan on request r  (cost=0.00..1.00 rows=1 width=8)";
        assert_eq!(sqlite("SCAN p"), None);
        assert_eq!(postgres_scan(line, &[]).as_deref(), Some("request"));
        let line = "  ->  Index Scan using request_pkey on request r  (cost=0.00..1.00 rows=1 width=8)";
        let condition = ["        Index Cond: (id = $1)".to_owned()];
        assert_eq!(postgres_scan(line, &condition), None);
        assert_eq!(postgres_scan(line, &["  ->  Sort".to_owned()]).as_deref(), Some("request"));
    }
}
