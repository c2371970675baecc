//! Numbers and sums.

use domain::localized::Language;
use domain::money::{Currency, Minor};

use super::NBSP;

/// A whole number grouped by thousands.
pub fn number(value: i64, language: Language) -> String {
    let sign = if value < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", group(value.unsigned_abs(), language))
}

fn group(value: u64, language: Language) -> String {
    let digits = value.to_string();
    let separator = match language {
        Language::Ru => NBSP,
        Language::En => ',',
    };
    let mut out = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// The narrow sign of a currency, when one letter-like sign is known to readers.
pub(super) fn sign(currency: Currency) -> Option<&'static str> {
    Some(match currency.code() {
        "RUB" => "₽",
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "CNY" | "JPY" => "¥",
        "KZT" => "₸",
        "INR" => "₹",
        "TRY" => "₺",
        "AMD" => "֏",
        "GEL" => "₾",
        _ => return None,
    })
}

/// A sum of smallest units. The fraction is written only when there is one; minus is U+2212.
pub fn money(minor: Minor, currency: Currency, language: Language) -> String {
    let digits = currency.digits();
    let one = 10_u64.pow(digits);
    let (whole, fraction) = (minor.unsigned_abs() / one, minor.unsigned_abs() % one);
    let mut amount = group(whole, language);
    if fraction != 0 {
        amount.push(if language == Language::Ru { ',' } else { '.' });
        amount.push_str(&format!("{fraction:0width$}", width = digits as usize));
    }
    let minus = if minor < 0 { "\u{2212}" } else { "" };
    match (language, sign(currency)) {
        (Language::Ru, sign) => format!("{minus}{amount}{NBSP}{}", sign.unwrap_or(currency.code())),
        (Language::En, Some(sign)) => format!("{minus}{sign}{amount}"),
        (Language::En, None) => format!("{minus}{}{NBSP}{amount}", currency.code()),
    }
}

/// A sum as programs read it: `12400.50`; for files.
pub fn plain(minor: Minor, currency: Currency, point: char) -> String {
    let digits = currency.digits();
    let one = 10_u64.pow(digits);
    let (whole, fraction) = (minor.unsigned_abs() / one, minor.unsigned_abs() % one);
    let minus = if minor < 0 { "-" } else { "" };
    if digits == 0 {
        format!("{minus}{whole}")
    } else {
        format!("{minus}{whole}{point}{fraction:0width$}", width = digits as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_both_languages() {
        let (ru, en) = (Language::Ru, Language::En);
        let franc: Currency = "CHF".parse().unwrap();
        let yen: Currency = "JPY".parse().unwrap();
        for (minor, currency, russian, english) in [
            (1_240_000, Currency::RUB, "12\u{a0}400\u{a0}₽", "₽12,400"),
            (1_240_050, Currency::RUB, "12\u{a0}400,50\u{a0}₽", "₽12,400.50"),
            (5, Currency::RUB, "0,05\u{a0}₽", "₽0.05"),
            (0, Currency::RUB, "0\u{a0}₽", "₽0"),
            (-64_000_000, Currency::RUB, "\u{2212}640\u{a0}000\u{a0}₽", "\u{2212}₽640,000"),
            (100_000, franc, "1\u{a0}000\u{a0}CHF", "CHF\u{a0}1,000"),
            (1_000, yen, "1\u{a0}000\u{a0}¥", "¥1,000"),
            (
                i64::MIN,
                yen,
                "\u{2212}9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808\u{a0}¥",
                "\u{2212}¥9,223,372,036,854,775,808",
            ),
        ] {
            assert_eq!(money(minor, currency, ru), russian);
            assert_eq!(money(minor, currency, en), english);
        }
        assert_eq!(number(-1_234_567, ru), "\u{2212}1\u{a0}234\u{a0}567");
        assert_eq!(number(999, en), "999");
    }

    #[test]
    fn sums_for_programs() {
        assert_eq!(plain(-1_240_050, Currency::RUB, ','), "-12400,50");
        assert_eq!(plain(5, Currency::RUB, '.'), "0.05");
        assert_eq!(plain(1_000, "JPY".parse().unwrap(), '.'), "1000");
    }
}
