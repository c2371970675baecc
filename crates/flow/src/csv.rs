//! Cells of the CSV files that are given out. Every writer of such a file goes through here.
//!
//! Spreadsheets run a text as a formula when it begins with one of a few signs, so a title that somebody typed could do something on the
//! machine of whoever opens the file. As OWASP advises ("CSV Injection"), such a text gets an apostrophe before it, and a cell in which
//! anything could end it early is put in quotation marks. Numbers stay numbers.
//!
//! The guard can be taken off again without loss: a text that has apostrophes before such a sign gets one more. [`bare`] undoes exactly
//! what [`guarded`] does. Our own reader of event logs does so where the heading of a file is the one that
//! [`write`](crate::format::write) gives, and nowhere else: in the files of others an apostrophe is what it is.

use std::borrow::Cow;

/// Whether spreadsheets begin a formula with this sign: OWASP's list, with its wide forms.
fn begins_formula(sign: char) -> bool {
    matches!(sign, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

/// A number below zero, which no spreadsheet runs.
fn is_number(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|sign: char| sign.is_ascii_digit())
            && rest.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ','))
    })
}

fn in_danger(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(begins_formula) && !is_number(text)
}

/// A text as it is written: with an apostrophe before it where a spreadsheet would run it.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if in_danger(text) { format!("'{text}").into() } else { text.into() }
}

/// The text that was [`guarded`]; any other stays as it is.
#[must_use]
pub fn bare(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| in_danger(rest)).unwrap_or(text)
}

/// Adds a cell that holds a text, harmless for spreadsheets.
pub fn text(line: &mut String, text: &str) {
    plain(line, &guarded(text));
}

/// Adds a cell as it stands, for what is no text: numbers, moments. In quotation marks where needed, whatever separates the cells.
pub fn plain(line: &mut String, cell: &str) {
    if cell.contains(['"', ',', ';', '\t', '\r', '\n']) {
        line.push('"');
        for (n, part) in cell.split('"').enumerate() {
            if n > 0 {
                line.push_str("\"\"");
            }
            line.push_str(part);
        }
        line.push('"');
    } else {
        line.push_str(cell);
    }
}

/// A line of texts with a sign between them, ended by CR LF.
#[must_use]
pub fn row<'a>(between: char, cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (n, cell) in cells.into_iter().enumerate() {
        if n > 0 {
            line.push(between);
        }
        text(&mut line, cell);
    }
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_spreadsheets_run_is_a_text() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("+7 999", "'+7 999"),
            ("-cmd", "'-cmd"),
            ("-", "'-"),
            ("-1-1", "'-1-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            // These are not run.
            ("-5", "-5"),
            ("-12400,50", "\"-12400,50\""),
            ("'tis", "'tis"),
            ("a;\"b\"", "\"a;\"\"b\"\"\""),
            ("Подбор", "Подбор"),
            ("", ""),
        ] {
            let mut line = String::new();
            text(&mut line, cell);
            assert_eq!(line, written);
            assert_eq!(bare(&guarded(cell)), cell);
        }
        assert_eq!(row(';', ["=a", "1", "b;c"]), "'=a;1;\"b;c\"\r\n");
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_without_loss(text in "['=+@a1,.\t-]{0,6}") {
            let written = guarded(&text);
            prop_assert_eq!(bare(&written), text.as_str());
            prop_assert!(!written.starts_with(begins_formula) || is_number(&written));
        }
    }
}
