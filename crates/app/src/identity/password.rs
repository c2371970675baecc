//! What a password and a login may be.

use crate::error::{Answer, AppError, FieldError};

/// The fewest characters of a password.
pub const MIN_PASSWORD: usize = 10;
/// The most: enough for a sentence, too little to keep the hashing threads busy.
pub const MAX_PASSWORD: usize = 200;
/// The most characters of a login.
const MAX_LOGIN: usize = 200;

/// Long passwords that everybody tries first. Compared in lower case, without spaces.
const COMMON: &[&str] = &[
    "0123456789",
    "0987654321",
    "1020304050",
    "1122334455",
    "1234512345",
    "12345678910",
    "1234567890",
    "123456789a",
    "123456789q",
    "123456qwerty",
    "123qweasdzxc",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "9876543210",
    "abcdefghij",
    "admin12345",
    "administrator",
    "adminadmin",
    "asdfghjkl;",
    "changeme123",
    "chelovek123",
    "ghbdtnghbdtn",
    "iloveyou123",
    "letmein123",
    "liverpool1",
    "master1234",
    "minecraft1",
    "parolparol",
    "parol12345",
    "passw0rd123",
    "password01",
    "password10",
    "password11",
    "password12",
    "password123",
    "password1234",
    "passwordpassword",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "qazwsx1234",
    "qwe123qwe123",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop",
    "qwertyuiop[]",
    "samsung123",
    "superman123",
    "thisispassword",
    "trustno1234",
    "universe123",
    "vitrina123",
    "vitrinavitrina",
    "welcome123",
    "zaq12wsxcde3",
    "zxcvbnm123",
    "zxcvbnm,./",
    "йцукенгшщз",
    "йцукенйцукен",
    "пароль1234",
    "пароль12345",
    "парольпароль",
    "привет1234",
    "приветпривет",
    "россия2024",
    "россия2025",
    "россия2026",
];

/// A login as it is compared: trimmed, lower-cased.
pub fn normalise_login(login: &str) -> String {
    login.trim().to_lowercase()
}

/// A normalised login that may be given, or what is wrong with `field`.
pub(super) fn check_login(field: &str, login: &str) -> Answer<String> {
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

/// Checks a new password of somebody with this login.
///
/// # Errors
/// [`AppError::Invalid`] naming `field` and what is wrong.
pub fn check_password(field: &str, login: &str, password: &str) -> Answer<()> {
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
    let mut distinct: Vec<char> = folded.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 4 || COMMON.contains(&folded.as_str()) {
        return Err(AppError::field(field, "password-too-common"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(login: &str, password: &str) -> Option<&'static str> {
        match check_password("password", login, password) {
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
    }

    #[test]
    fn logins_are_compared_without_case_and_edges() {
        assert_eq!(normalise_login("  Анна@Example.COM "), "анна@example.com");
        assert_eq!(check_login("login", " Anna ").unwrap(), "anna");
        assert!(check_login("login", "anna belova").is_err());
        assert!(check_login("login", " ").is_err());
    }
}
