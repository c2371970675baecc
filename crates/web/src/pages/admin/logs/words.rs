//! What is wrong with a file, which roles columns have, what states mean: in words.

use app::logs::Remark;
use flow::format::{Role, Trouble};
use flow::log::Meaning;

use crate::format::Reader;

/// A role by its code.
pub(super) fn role_of(code: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.code() == code)
}

/// Every meaning with its code.
pub(super) const MEANINGS: [(&str, Meaning); 7] = [
    ("queue", Meaning::Queue),
    ("work", Meaning::Work),
    ("customer", Meaning::Customer),
    ("vendor", Meaning::Vendor),
    ("other", Meaning::Other),
    ("solved", Meaning::Solved),
    ("closed", Meaning::Closed),
];

fn part(code: &str) -> &'static str {
    match code {
        "unpacked" => "log-part-unpacked",
        "ratio" => "log-part-ratio",
        "cell" => "log-part-cell",
        "row" => "log-part-row",
        "columns" => "log-part-columns",
        "rows" => "log-part-rows",
        "depth" => "log-part-depth",
        "texts" => "log-part-texts",
        _ => "log-part-effort",
    }
}

/// The sentence of a kind: what is wrong and what to do. The codes are those of `flow::format::TroubleKind`.
pub(super) fn kind(code: &str) -> Option<&'static str> {
    Some(match code {
        "io" => "log-kind-io",
        "cancelled" => "log-kind-cancelled",
        "empty" => "log-kind-empty",
        "unknown_format" => "log-kind-unknown-format",
        "too_large" => "log-kind-too-large",
        "truncated" => "log-kind-truncated",
        "bad_gzip" => "log-kind-bad-gzip",
        "encoding" => "log-kind-encoding",
        "nul" => "log-kind-nul",
        "unclosed" => "log-kind-unclosed",
        "bad_xml" => "log-kind-bad-xml",
        "doctype" => "log-kind-doctype",
        "entity" => "log-kind-entity",
        "bad_json" => "log-kind-bad-json",
        "bad_spreadsheet" => "log-kind-bad-spreadsheet",
        "bad_sqlite" => "log-kind-bad-sqlite",
        "bad_ocel" => "log-kind-bad-ocel",
        "no_sheet" => "log-kind-no-sheet",
        "no_object_type" => "log-kind-no-object-type",
        "bad_mapping" => "log-kind-bad-mapping",
        "not_mapped" => "log-kind-not-mapped",
        "no_column" => "log-kind-no-column",
        "zone_needed" => "log-kind-zone-needed",
        "unknown_zone" => "log-kind-unknown-zone",
        "bad_pattern" => "log-kind-bad-pattern",
        "mixed_dates" => "log-kind-mixed-dates",
        "ragged" => "log-kind-ragged",
        "no_case" => "log-kind-no-case",
        "no_activity" => "log-kind-no-activity",
        "no_time" => "log-kind-no-time",
        "not_a_date" => "log-kind-not-a-date",
        "other_pattern" => "log-kind-other-pattern",
        "clock_change" => "log-kind-clock-change",
        "not_a_number" => "log-kind-not-a-number",
        "not_yes_or_no" => "log-kind-not-yes-or-no",
        "not_a_meaning" => "log-kind-not-a-meaning",
        "duplicate_id" => "log-kind-duplicate-id",
        "duplicate_row" => "log-kind-duplicate-row",
        "out_of_order" => "log-kind-out-of-order",
        "order_broken" => "log-kind-order-broken",
        "reversed" => "log-kind-reversed",
        "no_events" => "log-kind-no-events",
        "unknown_object" => "log-kind-unknown-object",
        "left_out" => "log-kind-left-out",
        _ => return None,
    })
}

/// What was done about it.
pub(super) fn done(code: &str) -> &'static str {
    match code {
        "row_rejected" => "log-done-rejected",
        "value_dropped" => "log-done-dropped",
        "repaired" => "log-done-repaired",
        _ => "log-done-kept",
    }
}

/// How a pattern of dates looks, by an example.
pub(super) fn example(pattern: &str) -> String {
    match pattern {
        "iso" => "2026-12-31 23:59:00".to_owned(),
        "epoch" => "1798761540".to_owned(),
        "epoch_ms" => "1798761540000".to_owned(),
        _ => {
            let mut text = pattern.replace(['[', ']'], "");
            for (sign, value) in [
                ("%d", "31"),
                ("%m", "12"),
                ("%Y", "2026"),
                ("%y", "26"),
                ("%H", "23"),
                ("%I", "11"),
                ("%M", "59"),
                ("%S", "00"),
                ("%p", "PM"),
            ] {
                text = text.replace(sign, value);
            }
            text
        }
    }
}

/// What is wrong and what to do.
pub(super) fn what(c: &Reader, remark: &Remark) -> String {
    let Some(key) = kind(&remark.kind) else { return c.t("log-kind-other").into_owned() };
    let fact = |name: &str| remark.facts.get(name).cloned().unwrap_or_default();
    let limit: i64 = fact("limit").parse().unwrap_or(0);
    let of = fact("part");
    let limit = match of.as_str() {
        "unpacked" | "cell" | "row" | "texts" => c.bytes(limit),
        _ => c.number(limit),
    };
    let named = |code: &str| {
        role_of(code).map_or_else(String::new, |found| c.t(crate::labels::column_role(found)).into_owned())
    };
    let looks = fact("looks");
    let patterns: Vec<String> = fact("patterns").split(", ").map(example).collect();
    let pattern = fact("pattern");
    c.ta(
        key,
        &[
            ("said", fact("said").into()),
            ("part", c.t(part(&of)).into_owned().into()),
            ("limit", limit.into()),
            ("assumed", fact("assumed").into()),
            ("name", fact("name").into()),
            ("lacks", fact("lacks").into()),
            ("role", named(&fact("role")).into()),
            ("patterns", patterns.join(", ").into()),
            ("expected", fact("expected").into()),
            ("found", fact("found").into()),
            ("looks", if looks.is_empty() { "none".to_owned() } else { example(&looks) }.into()),
            ("pattern", example(&pattern).into()),
            ("column", remark.column.clone().into()),
        ],
    )
}

/// Where in the file, and what stands there; empty without a place.
pub(super) fn place(c: &Reader, remark: &Remark) -> String {
    let mut parts = Vec::new();
    if remark.line > 0 {
        parts.push(c.count("log-at-line", remark.line));
    }
    if !remark.column.is_empty() {
        parts.push(c.ta("log-at-column", &[("column", crate::format::bidi_safe(&remark.column).into())]));
    }
    if !remark.value.is_empty() {
        parts.push(c.ta("log-at-value", &[("value", crate::format::bidi_safe(&remark.value).into())]));
    }
    parts.join(", ")
}

/// Why the whole file cannot be used: where, what, what to do.
pub(super) fn refusal(c: &Reader, trouble: &Trouble) -> String {
    said(c, &Remark::of(trouble))
}

/// The same of a remark that was kept.
pub(super) fn said(c: &Reader, remark: &Remark) -> String {
    let place = place(c, remark);
    let what = what(c, remark);
    if place.is_empty() { what } else { format!("{place}. {what}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reader;
    use domain::localized::Language;

    #[test]
    fn every_kind_of_trouble_has_words_in_both_languages() {
        let source = include_str!("../../../../../flow/src/format/trouble.rs");
        let table = source.split("pub fn code(&self)").nth(1).unwrap().split("/// One thing").next().unwrap();
        let codes: Vec<&str> =
            table.lines().filter_map(|line| line.split("=> \"").nth(1)?.split('"').next()).collect();
        assert!(codes.len() > 35, "{codes:?}");
        for code in codes {
            for language in Language::ALL {
                let c = reader(language);
                let remark = Remark { kind: code.to_owned(), ..Remark::default() };
                let text = what(&c, &remark);
                assert!(kind(code).is_some(), "{code}");
                assert!(!text.contains('⟦') && text.chars().count() > 20, "{code}: {text}");
            }
        }
    }

    #[test]
    fn a_refusal_says_where_what_and_what_to_do() {
        let trouble =
            Trouble::new(flow::format::TroubleKind::NotADate { looks: Some("%d.%m.%Y".to_owned()) });
        let trouble = trouble.at(7).of("closed").with("31.12.2026");
        let text = refusal(&reader(Language::En), &trouble);
        for part in ["7", "closed", "31.12.2026"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
