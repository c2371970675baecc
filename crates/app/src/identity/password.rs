//! What a password and a login may be.

use zxcvbn::{Score, zxcvbn};

use crate::error::{Answer, AppError, FieldError};

/// The fewest characters of a password.
pub const MIN_PASSWORD: usize = 10;
/// The most: enough for a sentence, too little to keep the hashing threads busy.
pub const MAX_PASSWORD: usize = 200;
/// The most characters of a login.
const MAX_LOGIN: usize = 200;

/// Words of Russian passwords that everybody tries first and that the estimate does not know, as they are typed and in the other layout.
const COMMON: &[&str] = &[
    "пароль",
    "привет",
    "россия",
    "йцукен",
    "фывапр",
    "любовь",
    "солнышко",
    "наташа",
    "максим",
    "андрей",
    "марина",
    "зенит",
    "спартак",
    "parol",
    "privet",
    "rossiya",
    "lyubov",
    "solnyshko",
    "natasha",
    "maksim",
    "andrey",
    "marina",
    "zenit",
    "spartak",
    "chelovek",
    "gfhjkm",
    "ghbdtn",
    "hjccbz",
    "k.,jdm",
    "vitrina",
    "витрина",
];

/// The least score of a password, from 0 to 4: 3 stands for at least a hundred million guesses, which the slow hash and the counters of
/// attempts turn into years.
const LEAST_SCORE: Score = Score::Three;

/// A login as it is compared: trimmed, lower-cased.
pub fn normalise_login(login: &str) -> String {
    login.trim().to_lowercase()
}

/// A normalised login that may be given.
///
/// # Errors
/// [`AppError::Invalid`] naming `field` and what is wrong.
pub fn check_login(field: &str, login: &str) -> Answer<String> {
    let login = normalise_login(login);
    if login.is_empty() {
        return Err(AppError::field(field, "field-required"));
    }
    if login.chars().count() > MAX_LOGIN {
        let limit = i64::try_from(MAX_LOGIN).unwrap_or(i64::MAX);
        return Err(AppError::Invalid(vec![FieldError::new(field, "field-too-long").limit(limit)]));
    }
    if login.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(AppError::field(field, "login-spaces"));
    }
    Ok(login)
}

/// Checks a new password of somebody with this login. `names` are those of the company and of the person, whose words are the first that
/// are tried. How easily it is guessed is estimated as by <https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler>.
///
/// # Errors
/// [`AppError::Invalid`] naming `field` and what is wrong.
pub fn check_password(field: &str, login: &str, names: &[&str], password: &str) -> Answer<()> {
    let length = password.chars().count();
    let limit = |problem, limit: usize| {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Err(AppError::Invalid(vec![FieldError::new(field, problem).limit(limit)]))
    };
    if length < MIN_PASSWORD {
        return limit("password-too-short", MIN_PASSWORD);
    }
    if length > MAX_PASSWORD {
        return limit("field-too-long", MAX_PASSWORD);
    }
    let folded: String = password.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let login = normalise_login(login);
    let local = login.split('@').next().unwrap_or_default();
    if folded == login || (!local.is_empty() && folded.replace(local, "").chars().count() < 4) {
        return Err(AppError::field(field, "password-is-login"));
    }
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let own = lower.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    let own: Vec<&str> = own.filter(|word| word.chars().count() > 2).chain([login.as_str(), local]).collect();
    // Of a word that everybody tries, what stands around it counts alone.
    let mut bare = folded.clone();
    for word in COMMON.iter().chain(&own) {
        if !word.is_empty() {
            bare = bare.replace(word, "");
        }
    }
    let mut distinct: Vec<char> = bare.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    // Spaces and capitals within a usual password make it no better.
    let guessed =
        [password, folded.as_str()].into_iter().any(|text| zxcvbn(text, &own).score() < LEAST_SCORE);
    let rest = bare != folded && zxcvbn(&bare, &own).score() < Score::Two;
    if distinct.len() < 4 || guessed || rest {
        return Err(AppError::field(field, "password-too-common"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(login: &str, password: &str) -> Option<&'static str> {
        match check_password("password", login, &["Ромашка и Ко", "Анна Белова"], password)
        {
            Ok(()) => None,
            Err(AppError::Invalid(fields)) => Some(fields[0].problem),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn short_common_and_own_names_are_refused() {
        assert_eq!(problem("anna", "девять789"), Some("password-too-short"));
        assert_eq!(problem("anna", "десять7890"), None);
        assert_eq!(problem("anna", "Qwerty 12345"), Some("password-too-common"));
        assert_eq!(problem("anna", "aaaaaabbbbbb"), Some("password-too-common"));
        assert_eq!(problem("anna.belova@example.com", "Anna.Belova@example.com"), Some("password-is-login"));
        assert_eq!(problem("anna.belova@example.com", "anna.belova1"), Some("password-is-login"));
        assert_eq!(problem("anna", &"я".repeat(201)), Some("field-too-long"));
        assert_eq!(problem("anna", "синий кит плывёт домой"), None);
        for guessed in [
            "password123",
            "Password2026!",
            "qwertyuiop[]",
            "1q2w3e4r5t6y",
            "iloveyou2026",
            "пароль12345",
            "Россия2026!",
            "gfhjkm12345",
            "ромашка2026",
            "Белова-2026",
            "анна2026анна",
            "0123456789",
            "abcdefghij",
        ] {
            assert_eq!(problem("anna", guessed), Some("password-too-common"), "{guessed}");
        }
        for fine in ["lodka-7-veter-gora", "correct horse battery staple", "кедр 41 ложка туман"]
        {
            assert_eq!(problem("anna", fine), None, "{fine}");
        }
    }

    #[test]
    fn logins_are_compared_without_case_and_edges() {
        assert_eq!(normalise_login("  Анна@Example.COM "), "анна@example.com");
        assert_eq!(check_login("login", " Anna ").unwrap(), "anna");
        assert!(check_login("login", "anna belova").is_err());
        assert!(check_login("login", " ").is_err());
    }
}
