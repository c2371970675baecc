//! Numbers as people type them. Exact: no value passes through a floating number, and what could be two things is asked, not guessed.
//!
//! | language | decimal mark | groups of thousands |
//! |---|---|---|
//! | Russian | comma or dot | spaces |
//! | English | dot; a comma too, unless it makes a group of three | spaces or commas |
//!
//! A number that the reader's language does not write is read as the other one writes it: `1,234,567` in Russian, `1 234,56` in English.

use domain::localized::Language;
use domain::money::{Currency, MAX_AMOUNT, Minor};

/// Why a value cannot be read: a message key.
pub type Fault = &'static str;

/// Whether the parts between marks are groups of thousands.
fn are_groups(parts: &[&str]) -> bool {
    parts.len() > 1
        && (1..=3).contains(&parts[0].len())
        && !parts[0].starts_with('0')
        && parts[1..].iter().all(|part| part.len() == 3)
}

/// Splits a number into whole digits and digits after the mark, of which a value may have so many.
fn parts(text: &str, digits: usize, language: Language) -> Result<(String, String), Fault> {
    const NONE: Fault = "field-not-number";
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '\u{2019}')).collect();
    if text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, ',' | '.'))
        || !text.contains(|c: char| c.is_ascii_digit())
    {
        return Err(NONE);
    }
    let (commas, dots) = (text.matches(',').count(), text.matches('.').count());
    let at = |mark: char| -> (String, String) {
        let (whole, fraction) = text.rsplit_once(mark).unwrap_or((&text, ""));
        (whole.to_owned(), fraction.to_owned())
    };
    let joined = || text.replace([',', '.'], "");
    match (commas, dots) {
        (0, 0) => Ok((text, String::new())),
        // Groups by commas, then a dot: English, in either language.
        (1.., 1) if text.rfind('.') > text.rfind(',') => {
            let (whole, fraction) = at('.');
            let groups: Vec<&str> = whole.split(',').collect();
            if are_groups(&groups) { Ok((groups.concat(), fraction)) } else { Err(NONE) }
        }
        (0, 1) => Ok(at('.')),
        (1, 0) => {
            let (whole, fraction) = at(',');
            let group = are_groups(&[&whole, &fraction]);
            let precise = fraction.trim_end_matches('0').len() <= digits;
            match language {
                Language::En if group => Ok((joined(), String::new())),
                // A mark with as many digits as a page would write, or no group.
                Language::Ru if group && digits < 3 => match digits > 0 && precise {
                    true => Err("field-two-numbers"),
                    false => Ok((joined(), String::new())),
                },
                _ => Ok((whole, fraction)),
            }
        }
        (2.., 0) if are_groups(&text.split(',').collect::<Vec<_>>()) => Ok((joined(), String::new())),
        _ => Err(NONE),
    }
}

/// A number with at most `digits` digits after the mark, in units of the last of them.
///
/// # Errors
/// What is wrong with it.
pub fn decimal(text: &str, digits: u32, language: Language) -> Result<i64, Fault> {
    let text = text.trim().replace('\u{2212}', "-");
    let (minus, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let digits = digits as usize;
    let (whole, fraction) = parts(text, digits, language)?;
    let kept = fraction.trim_end_matches('0');
    if kept.len() > digits {
        return Err("field-too-precise");
    }
    let all = format!("{whole}{kept}{}", "0".repeat(digits - kept.len()));
    let value: i64 = all.parse().map_err(|_| "field-out-of-bounds")?;
    if minus && value != 0 { Err("field-negative") } else { Ok(value) }
}

/// A sum in a currency; its sign may stand before or after.
///
/// # Errors
/// What is wrong with it.
pub fn typed(text: &str, currency: Currency, language: Language) -> Result<Minor, Fault> {
    let own = super::money::sign(currency).unwrap_or_default();
    let mut text = text.trim();
    for sign in ["₽", "руб.", "руб", "р.", "€", "$", "£", "¥", "₸", own, currency.code()] {
        text = text.strip_suffix(sign).unwrap_or(text).trim();
        text = text.strip_prefix(sign).unwrap_or(text).trim();
    }
    let sum = decimal(text, currency.digits(), language)?;
    if sum > MAX_AMOUNT { Err("field-out-of-bounds") } else { Ok(sum) }
}

#[cfg(test)]
mod tests {
    use Language::{En, Ru};

    use super::*;

    fn read(text: &str, code: &str, language: Language) -> Result<Minor, Fault> {
        typed(text, code.parse().unwrap(), language)
    }

    #[test]
    fn sums_are_exact_in_both_languages() {
        for (text, language, sum) in [
            ("12400", Ru, 1_240_000),
            ("12 400", Ru, 1_240_000),
            ("12\u{a0}400,50\u{a0}₽", Ru, 1_240_050),
            ("12400.5", Ru, 1_240_050),
            ("0,07", Ru, 7),
            ("0.05", Ru, 5),
            (",5", Ru, 50),
            ("5,", Ru, 500),
            ("1 000,000", Ru, 100_000),
            ("186 000 руб.", Ru, 18_600_000),
            ("600000 RUB", Ru, 60_000_000),
            ("₽12,400.50", En, 1_240_050),
            ("12,400", En, 1_240_000),
            ("1,240,000", En, 124_000_000),
            ("12,5", En, 1_250),
            ("0.10", En, 10),
            ("0", En, 0),
            // As the other language writes it.
            ("1,240,000", Ru, 124_000_000),
            ("1,240,000.50", Ru, 124_000_050),
            ("12,405", Ru, 1_240_500),
            ("1 234,56", En, 123_456),
        ] {
            assert_eq!(read(text, "RUB", language), Ok(sum), "{text}");
        }
        for (text, language, fault) in [
            ("", Ru, "field-not-number"),
            (",", Ru, "field-not-number"),
            ("даром", Ru, "field-not-number"),
            ("много", En, "field-not-number"),
            ("1.2.3", En, "field-not-number"),
            ("1e9", Ru, "field-not-number"),
            ("0x10", Ru, "field-not-number"),
            ("١٢", Ru, "field-not-number"),
            ("1.2.3", Ru, "field-not-number"),
            ("12.400,50", Ru, "field-not-number"),
            ("1,24,000", En, "field-not-number"),
            ("1,24,000.5", Ru, "field-not-number"),
            ("-5", Ru, "field-negative"),
            ("\u{2212}5", Ru, "field-negative"),
            // Twelve and four tenths, or twelve thousand four hundred.
            ("12,400", Ru, "field-two-numbers"),
            ("0,001", Ru, "field-too-precise"),
            ("0,001", En, "field-too-precise"),
            ("12.405", Ru, "field-too-precise"),
            ("99999999999999999999", Ru, "field-out-of-bounds"),
            ("100000000000,01", Ru, "field-out-of-bounds"),
        ] {
            assert_eq!(read(text, "RUB", language), Err(fault), "{text}");
        }
    }

    #[test]
    fn currencies_of_no_and_of_three_digits() {
        assert_eq!(read("1000", "JPY", Ru), Ok(1_000));
        assert_eq!(read("10,5", "JPY", Ru), Err("field-too-precise"));
        assert_eq!(read("1,234", "JPY", Ru), Ok(1_234), "there is nothing after the mark in yen");
        assert_eq!(read("1,234", "JPY", En), Ok(1_234));
        assert_eq!(read("1,234", "KWD", En), Ok(1_234_000), "as the page writes it");
        assert_eq!(read("1.234", "KWD", En), Ok(1_234));
        assert_eq!(read("4,471.959", "KWD", En), Ok(4_471_959));
        assert_eq!(read("1,234", "KWD", Ru), Ok(1_234), "as the page writes it");
        assert_eq!(read("4 471,959", "KWD", Ru), Ok(4_471_959));
    }

    #[test]
    fn what_a_page_writes_is_read_as_it_was() {
        for code in ["RUB", "JPY", "KWD", "CHF"] {
            let currency: Currency = code.parse().unwrap();
            for minor in [0, 5, 99, 100, 1_000, 1_234, 12_405, 1_240_050, 4_471_959, 123_456_789_000] {
                for language in [Ru, En] {
                    let text = crate::format::money(minor, currency, language);
                    assert_eq!(typed(&text, currency, language), Ok(minor), "{text}");
                }
            }
        }
    }
}
