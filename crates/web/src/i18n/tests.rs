//! The texts of both languages agree with each other and with the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::*;

/// Key → arguments it takes. Fails on a fault, a key defined twice, a term or an attribute.
fn messages(language: &str, files: Files) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for (area, text) in files {
        let resource =
            parser::parse(*text).unwrap_or_else(|(_, faults)| panic!("{language}/{area}: {faults:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name.to_owned();
            assert!(
                message.attributes.is_empty(),
                "{language}/{area}: {key} has attributes, nothing reads them"
            );
            let mut names = BTreeSet::new();
            pattern(message.value.as_ref().unwrap_or_else(|| panic!("{key} is empty")), &mut names);
            assert!(all.insert(key.clone(), names).is_none(), "{language}: {key} is defined twice");
        }
    }
    all
}

fn pattern(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk(expression, names);
        }
    }
}

fn walk(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_names(inline, names),
        Expression::Select { selector, variants } => {
            inline_names(selector, names);
            variants.iter().for_each(|variant| pattern(&variant.value, names));
        }
    }
}

fn inline_names(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            names.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|inner| inline_names(inner, names));
        }
        InlineExpression::Placeable { expression } => walk(expression, names),
        _ => {}
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs" || ext == "html") {
            found.push(path);
        }
    }
}

/// Every piece of text in double quotes, of every source and template of this crate, with what stands before it.
fn quoted() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    sources(&root.join("templates"), &mut files);
    // Message keys of the use cases stand in their crates.
    for other in ["app", "domain"] {
        sources(&root.join("..").join(other).join("src"), &mut files);
    }
    let mut all = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let text: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| [line, "\n"])
            .collect();
        let parts: Vec<&str> = text.split('"').collect();
        for pair in parts.windows(2) {
            let before = pair[0].trim_end();
            let before: String =
                before.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
            all.push((file.clone(), before, pair[1].to_owned()));
        }
    }
    all
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    let (ru, en) = (messages("ru", RU), messages("en", EN));
    let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(only(&ru, &en), Vec::<String>::new(), "in Russian only");
    assert_eq!(only(&en, &ru), Vec::<String>::new(), "in English only");
    for (key, names) in &ru {
        assert_eq!(names, &en[key], "arguments of {key}");
    }
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known = messages("ru", RU);
    let mut missing = BTreeSet::new();
    for (file, before, key) in quoted() {
        let asked = [".t(", ".ta(", ".count(", ".html("].iter().any(|call| before.ends_with(call));
        let a_key = key.contains('-')
            && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if asked
            && a_key
            && file.starts_with(env!("CARGO_MANIFEST_DIR"))
            && !known.contains_key(&key)
            && key != "no-such"
        {
            missing.insert(format!("{} in {}", key, file.display()));
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_key_is_used() {
    let used: BTreeSet<String> = quoted().into_iter().map(|(_, _, key)| key).collect();
    let unused: Vec<String> = messages("ru", RU).into_keys().filter(|key| !used.contains(key)).collect();
    assert_eq!(unused, Vec::<String>::new(), "no page, no code asks for these");
}

#[test]
fn markup_stands_only_where_it_is_rendered() {
    for files in [RU, EN] {
        for (area, text) in files {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let plain = line.replace("<b>", "").replace("</b>", "");
                assert!(!plain.contains('<'), "{area}: only <b> is allowed: {line}");
                if plain != line {
                    let key = line.split('=').next().unwrap().trim();
                    assert!(key.ends_with("-html"), "{area}: the key must end in -html: {line}");
                }
            }
        }
    }
    for (file, before, key) in quoted() {
        if file.starts_with(env!("CARGO_MANIFEST_DIR"))
            && key.len() > 5
            && key.ends_with("-html")
            && before.ends_with('(')
        {
            assert!(before.ends_with(".html("), "{key} in {}", file.display());
        }
    }
}

#[test]
fn plurals_and_numbers_follow_the_language() {
    let (ru, en) = (L(Language::Ru), L(Language::En));
    assert_eq!(ru.count("form-errors", 1), "Исправьте одно место");
    assert_eq!(ru.count("form-errors", 3), "Исправьте 3 места");
    assert_eq!(ru.count("form-errors", 12_345), "Исправьте 12\u{a0}345 мест");
    assert_eq!(en.count("form-errors", 1), "One thing needs fixing");
    assert_eq!(en.count("form-errors", 12_345), "12,345 things need fixing");
}

#[test]
fn what_is_missing_is_visible_and_what_is_hostile_is_escaped() {
    assert_eq!(L(Language::Ru).t("no-such"), "⟦no-such⟧");
    assert_eq!(escape("<b onclick='x'>\"&"), "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;");
}
