//! Words that come in: checked, salted, kept as content.

use domain::content::ContentRef;
use domain::ids::{ContentId, PersonId, StreamId};
use serde::Serialize;
use store::Tx;
use store::repo::content::{self, NewContent, NewFile};

use crate::Cx;
use crate::error::{Answer, AppError, FieldError};

/// Collects the words of one command; problems are gathered, so that a form shows all of them at once.
#[derive(Debug, Default)]
pub struct Words {
    kept: Vec<NewContent>,
    problems: Vec<FieldError>,
}

impl Words {
    /// A required text of at most `limit` characters. A problem yields a placeholder and is reported by [`Self::check`].
    pub fn required(
        &mut self,
        cx: &mut Cx,
        field: &str,
        kind: &'static str,
        text: &str,
        limit: usize,
    ) -> ContentRef {
        let text = clean(text);
        if text.is_empty() {
            self.problems.push(FieldError::new(field, "field-required"));
        }
        self.keep(cx, field, kind, text, limit)
    }

    /// A text that may be left out.
    pub fn optional(
        &mut self,
        cx: &mut Cx,
        field: &str,
        kind: &'static str,
        text: &str,
        limit: usize,
    ) -> Option<ContentRef> {
        let text = clean(text);
        (!text.is_empty()).then(|| self.keep(cx, field, kind, text, limit))
    }

    /// Authored data of several fields, kept as JSON.
    pub fn json(&mut self, cx: &mut Cx, kind: &'static str, value: &impl Serialize) -> ContentRef {
        let body = serde_json::to_string(value).unwrap_or_default();
        self.push(cx, kind, body, None)
    }

    /// A file whose bytes lie in the blobs already.
    pub fn file(&mut self, cx: &mut Cx, name: &str, file: NewFile) -> ContentRef {
        let name: String = clean(name).replace(['/', '\\', '\n'], "_").chars().take(200).collect();
        let name = if name.is_empty() { "file".to_owned() } else { name };
        self.push(cx, "file", name, Some(file))
    }

    /// A field that is not right for another reason.
    pub fn problem(&mut self, field: impl Into<String>, problem: &'static str) {
        self.problems.push(FieldError::new(field, problem));
    }

    /// # Errors
    /// [`AppError::Invalid`] with every problem found so far.
    pub fn check(&mut self) -> Answer<()> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(std::mem::take(&mut self.problems)))
        }
    }

    /// Writes everything under the stream that refers to it.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when a problem was found.
    pub fn save(
        mut self,
        tx: &mut dyn Tx,
        cx: &Cx,
        stream: StreamId,
        author: Option<PersonId>,
    ) -> Answer<()> {
        self.check()?;
        Ok(content::insert(tx, stream, author, cx.now, &self.kept)?)
    }

    fn keep(
        &mut self,
        cx: &mut Cx,
        field: &str,
        kind: &'static str,
        text: String,
        limit: usize,
    ) -> ContentRef {
        if text.chars().count() > limit {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            self.problems.push(FieldError::new(field, "field-too-long").limit(limit));
        }
        self.push(cx, kind, text, None)
    }

    fn push(&mut self, cx: &mut Cx, kind: &'static str, body: String, file: Option<NewFile>) -> ContentRef {
        let id = ContentId(cx.ids.next());
        let content = NewContent { id, kind, salt: cx.salt(id.0), body, file };
        let reference = content.reference();
        self.kept.push(content);
        reference
    }
}

/// Text as it is kept: line ends unified, trimmed, without control characters and without the bidirectional overrides
/// that let one text pass for another (Unicode Technical Report 36).
pub fn clean(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'))
        .collect();
    kept.trim().to_owned()
}

/// The first line of a text, as a title: at most 120 characters, cut at a word.
pub fn first_line(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    if line.chars().count() <= 120 {
        return line.to_owned();
    }
    let cut: String = line.chars().take(119).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', '-', '–', '—', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_do_not_get_in() {
        assert_eq!(clean(" a\u{202E}b\u{0}c\r\nd\u{7} \n"), "abc\nd");
        assert_eq!(clean("<b>жирно</b>"), "<b>жирно</b>", "markup is text: the edge escapes it");
    }

    #[test]
    fn a_title_is_the_first_line_cut_at_a_word() {
        assert_eq!(first_line("\n  Нужно поле  \nдетали"), "Нужно поле");
        let long = "слово ".repeat(60);
        let title = first_line(&long);
        assert!(title.ends_with("слово…") && title.chars().count() <= 120, "{title}");
    }
}
