//! The code that is printed where an empty company starts: whoever reads it there may begin the company, and nobody who merely comes
//! first. It works once and bears few tries.

use std::sync::{Mutex, PoisonError};

use subtle::ConstantTimeEq;

/// So many wrong codes end it.
const TRIES: u8 = 5;

/// Letters and digits that nobody mistakes for each other (Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Signs of a code: 50 bits.
const LENGTH: usize = 10;

/// What a try comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// It is the code.
    Right,
    /// It is not.
    Wrong,
    /// There were too many wrong ones: only another start makes another.
    Spent,
}

/// A code and how often it was tried.
#[derive(Debug)]
pub struct SetupCode {
    code: String,
    wrong: Mutex<u8>,
}

impl SetupCode {
    /// A code made of chance.
    pub fn new(chance: &[u8; 32]) -> Self {
        let sign = |byte: &u8| char::from(SIGNS[usize::from(byte % 32)]);
        Self { code: chance.iter().take(LENGTH).map(sign).collect(), wrong: Mutex::new(0) }
    }

    /// As it is printed: in two halves.
    pub fn shown(&self) -> String {
        let (first, second) = self.code.split_at(LENGTH / 2);
        format!("{first}-{second}")
    }

    /// Tries a code as it was typed: small letters, spaces and hyphens do not matter.
    pub fn try_it(&self, typed: &str) -> Try {
        let typed: String = typed
            .chars()
            .filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–' | '—'))
            .map(|sign| match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                sign => sign,
            })
            .collect();
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if *wrong >= TRIES {
            return Try::Spent;
        }
        if typed.as_bytes().ct_eq(self.code.as_bytes()).into() {
            return Try::Right;
        }
        *wrong += 1;
        if *wrong >= TRIES { Try::Spent } else { Try::Wrong }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = SetupCode::new(&[33; 32]);
        assert_eq!(code.shown(), "11111-11111");
        for typed in ["11111-11111", " lIlIl 11111 ", "1111111111"] {
            assert_eq!(code.try_it(typed), Try::Right, "{typed}");
        }
    }

    #[test]
    fn five_wrong_codes_end_it() {
        let code = SetupCode::new(&[5; 32]);
        let tried: Vec<_> = (0..6).map(|_| code.try_it("nothing")).collect();
        assert_eq!(tried[..4], [Try::Wrong; 4]);
        assert_eq!(tried[4..], [Try::Spent; 2]);
        assert_eq!(code.try_it(&code.shown()), Try::Spent, "the right one comes too late");
    }
}
