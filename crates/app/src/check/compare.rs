//! Rows that must be there against rows that are.

use std::collections::BTreeMap;

use store::{Row, StoreError, Value};

use super::Checked;
use crate::company::key_of;

/// A table as it is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) table: &'static str,
    /// Its columns, in the order of the values.
    pub(super) columns: &'static [&'static str],
    /// How many of them, from the first, tell one row from another.
    pub(super) key: usize,
}

/// Reports every row that is missing, too many, or different in a column.
pub(super) fn compare(
    shape: Shape,
    expected: impl IntoIterator<Item = Vec<Value>>,
    found: &[Row],
    checked: &mut Checked,
) -> Result<(), StoreError> {
    let mut rows: BTreeMap<String, Vec<Value>> =
        expected.into_iter().map(|row| (key_of(&row[..shape.key]), row)).collect();
    for row in found {
        let values = (0..row.len()).map(|at| row.value(at).cloned()).collect::<Result<Vec<_>, _>>()?;
        let key = key_of(&values[..shape.key]);
        let Some(wanted) = rows.remove(&key) else {
            checked.differs(shape.table, key, "*", "no row", "a row");
            continue;
        };
        for (column, (wanted, found)) in shape.columns.iter().zip(wanted.iter().zip(&values)) {
            if wanted != found {
                checked.differs(shape.table, &key, column, word(wanted), word(found));
            }
        }
    }
    for key in rows.into_keys() {
        checked.differs(shape.table, key, "*", "a row", "no row");
    }
    Ok(())
}

/// A value in a report: never long.
pub(super) fn word(value: &Value) -> String {
    let text = key_of(std::slice::from_ref(value));
    match text.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_at_a_character() {
        assert_eq!(word(&Value::from("ы".repeat(300))).chars().count(), 201);
        assert_eq!(word(&Value::Null), "null");
        assert_eq!(word(&Value::from(vec![1, 255])), "01ff");
    }
}
