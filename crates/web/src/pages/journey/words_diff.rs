//! Two texts word by word: what stayed, what went, what came. Pure.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// How a stretch of text stands between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// In both.
    Same,
    /// In the older one alone.
    Gone,
    /// In the newer one alone.
    New,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub kind: ChangeKind,
    pub text: String,
}

/// Words, stretches of space and single other signs.
fn tokens(text: &str) -> Vec<&str> {
    let class = |c: char| {
        if c.is_alphanumeric() {
            0
        } else if c.is_whitespace() {
            1
        } else {
            2
        }
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let now = class(c);
        if before.is_some_and(|before| before != now || now == 2) {
            tokens.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// The stretches of both texts, in reading order, what went before what came. Texts that share hardly anything are taken as one
/// whole in place of another.
pub(crate) fn words_diff(old: &str, new: &str) -> Vec<Run> {
    let (a, b) = (tokens(old), tokens(new));
    // Two long texts without anything in common would take long to compare; after that much time the rest is taken as it is.
    let diff = TextDiff::configure().timeout(Duration::from_millis(150)).diff_slices(&a, &b);
    let mut steps: Vec<(ChangeKind, &str)> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => ChangeKind::Same,
            ChangeTag::Delete => ChangeKind::Gone,
            ChangeTag::Insert => ChangeKind::New,
        };
        steps.push((kind, change.value()));
    }
    let kept: usize = steps
        .iter()
        .filter(|(kind, text)| *kind == ChangeKind::Same && !text.trim().is_empty())
        .map(|(_, text)| text.len())
        .sum();
    if kept * 5 < old.len().min(new.len()) {
        return whole(old, new);
    }
    merge(&steps)
}

fn whole(old: &str, new: &str) -> Vec<Run> {
    [(ChangeKind::Gone, old), (ChangeKind::New, new)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(kind, text)| Run { kind, text: text.to_owned() })
        .collect()
}

/// Joins neighbours; a space alone between two changes belongs to them, so that phrases are not torn into words.
fn merge(steps: &[(ChangeKind, &str)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut gone, mut new) = (String::new(), String::new());
    let flush = |runs: &mut Vec<Run>, gone: &mut String, new: &mut String| {
        for (kind, text) in [(ChangeKind::Gone, gone), (ChangeKind::New, new)] {
            if !text.is_empty() {
                runs.push(Run { kind, text: std::mem::take(text) });
            }
        }
    };
    for (at, (kind, text)) in steps.iter().enumerate() {
        let changed_next = steps.get(at + 1).is_some_and(|(kind, _)| *kind != ChangeKind::Same);
        match kind {
            ChangeKind::Gone => gone.push_str(text),
            ChangeKind::New => new.push_str(text),
            ChangeKind::Same
                if !gone.is_empty() && !new.is_empty() && text.trim().is_empty() && changed_next =>
            {
                gone.push_str(text);
                new.push_str(text);
            }
            ChangeKind::Same => {
                flush(&mut runs, &mut gone, &mut new);
                match runs.last_mut() {
                    Some(Run { kind: ChangeKind::Same, text: before }) => before.push_str(text),
                    _ => runs.push(Run { kind: ChangeKind::Same, text: (*text).to_owned() }),
                }
            }
        }
    }
    flush(&mut runs, &mut gone, &mut new);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let runs = words_diff(old, new);
        runs.iter()
            .map(|run| match run.kind {
                ChangeKind::Same => run.text.clone(),
                ChangeKind::Gone => format!("[-{}-]", run.text),
                ChangeKind::New => format!("[+{}+]", run.text),
            })
            .collect()
    }

    #[test]
    fn changes_are_words_not_letters() {
        assert_eq!(
            shown("Поле заполняют в 48 % сделок", "Поле заполняют только в 52 % сделок"),
            "Поле заполняют [+только +]в [-48-][+52+] % сделок"
        );
        assert_eq!(shown("Одно и то же.", "Одно и то же."), "Одно и то же.");
        assert_eq!(shown("", "Новое"), "[+Новое+]");
        assert_eq!(shown("Старое", ""), "[-Старое-]");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn a_changed_phrase_stays_together() {
        assert_eq!(
            shown("Источник указывает менеджер вручную, всегда", "Источник указывает робот сам, всегда"),
            "Источник указывает [-менеджер вручную-][+робот сам+], всегда"
        );
    }

    #[test]
    fn texts_without_anything_in_common_are_not_torn() {
        assert_eq!(
            shown("совсем другой текст тут", "a completely new one"),
            "[-совсем другой текст тут-][+a completely new one+]"
        );
    }

    #[test]
    fn each_side_reads_back_whole() {
        let old = "Первый абзац.\n\nВторой — «длинный», 12 345 ₽; <b>третий</b>\u{202e}x";
        let new = "Первый новый абзац.\nВторой — короткий, 12 346 ₽; <i>третий</i>";
        let runs = words_diff(old, new);
        let side = |other: ChangeKind| -> String {
            runs.iter().filter(|run| run.kind != other).map(|run| run.text.as_str()).collect()
        };
        assert_eq!((side(ChangeKind::New).as_str(), side(ChangeKind::Gone).as_str()), (old, new));
    }

    #[test]
    fn long_texts_do_not_take_long() {
        let old: String = (0..8_000).map(|n| format!("a{n} ")).collect();
        let new: String = (0..8_000).map(|n| format!("b{n} ")).collect();
        assert_eq!(words_diff(&old, &new).len(), 2);
    }
}
