//! Typography of the interface's own texts, and safety of other people's.

use domain::localized::Language;

use super::NBSP;

/// Units that stay on the line of their number.
const UNITS: [&str; 14] = ["₽", "%", "мин", "ч", "с", "дн", "МБ", "КБ", "тыс", "min", "h", "s", "MB", "KB"];

fn is_number(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit() || c == '}')
}

/// Replaces spaces that must not break: after № and short Russian words, before a dash, between a number (or an argument of a
/// message) and its unit. For texts of the interface; never for what people wrote.
pub fn typograph(text: &str, language: Language) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        // Comments and the key before `=` of a file of messages stay as they are; there is no Russian in keys.
        let words: Vec<&str> = line.split(' ').collect();
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                out.push(if sticks(words[i - 1], word, language) { NBSP } else { ' ' });
            }
            out.push_str(word);
        }
    }
    out
}

fn sticks(before: &str, after: &str, language: Language) -> bool {
    if before.is_empty() || after.is_empty() || after == "=" {
        return false;
    }
    let bare = before.trim_start_matches(['«', '(', '„', '“', '"']);
    let unit = after.trim_end_matches(['.', ',', ';', ':', ')', '?', '!']);
    let short = language == Language::Ru
        && bare.chars().count() <= 2
        && !bare.is_empty()
        && bare.chars().all(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё'));
    short || after == "—" || matches!(bare, "№" | "No.") || (is_number(before) && UNITS.contains(&unit))
}

/// Text of other people for places where markup cannot isolate it (titles, attributes, mail): control and direction marks
/// are dropped, so that a name cannot turn the sentence around it.
pub fn bidi_safe(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}')
        })
        .collect()
}

/// What a name is put in order by: quotation marks and capitals aside.
pub fn sorting(name: &str) -> String {
    name.trim_start_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_must_not_break() {
        let ru = |text: &str| typograph(text, Language::Ru).replace(NBSP, "~");
        assert_eq!(ru("Ответит в срок и не позже"), "Ответит в~срок и~не~позже");
        assert_eq!(ru("Обращение № 12"), "Обращение №~12");
        assert_eq!(ru("12 мин, 40 %"), "12~мин, 40~%");
        assert_eq!(ru("Клетка — заказ"), "Клетка~— заказ");
        assert_eq!(ru("«В работе»"), "«В~работе»");
        assert_eq!(ru("date-by = к { $when }"), "date-by = к~{ $when }");
        assert_eq!(ru("    [one] { $count } дело"), "    [one] { $count } дело");
        assert_eq!(ru("x = { $n } мин"), "x = { $n }~мин");
        assert_eq!(ru("Ещё не решено"), "Ещё не~решено");
        let en = |text: &str| typograph(text, Language::En).replace(NBSP, "~");
        assert_eq!(en("No. 12 in 5 min"), "No.~12 in 5~min");
    }

    #[test]
    fn marks_around_a_name_do_not_put_it_first() {
        let mut names = ["Юристы", "«Интегра Софт»", "ИТ", "Закупки"];
        names.sort_by_key(|name| sorting(name));
        assert_eq!(names, ["Закупки", "«Интегра Софт»", "ИТ", "Юристы"]);
    }

    #[test]
    fn names_cannot_turn_the_line() {
        assert_eq!(bidi_safe("a\u{202e}b\u{7}c\u{2066}"), "abc");
    }
}
