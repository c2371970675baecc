//! The token of a form: when its page was made, signed with a key that only this session's pages have.

use app::identity::seal;
use base16ct::lower::encode_string as hex;
use domain::time::Instant;
use subtle::ConstantTimeEq;

/// A page that was made longer ago is stale.
pub const FORM_SECONDS: i64 = 24 * 60 * 60;

/// How far the clocks of two machines that serve the same company may be apart.
const SKEW_SECONDS: i64 = 60;

/// The token of a page made at this moment.
pub fn form_token(key: &[u8; 32], made_at: Instant) -> String {
    let signature = hex(&seal(key, &[b"form", &made_at.millis().to_be_bytes()]));
    format!("{:x}-{signature}", made_at.millis())
}

/// When the page of a token was made; `None` when the token is not of this key, from the future, or stale.
pub fn token_moment(key: &[u8; 32], token: &str, now: Instant) -> Option<Instant> {
    let (made_at, _) = token.split_once('-')?;
    let made_at = Instant::from_millis(i64::from_str_radix(made_at, 16).ok()?);
    let same = form_token(key, made_at).as_bytes().ct_eq(token.as_bytes());
    let age = now.seconds_since(made_at);
    (bool::from(same) && (-SKEW_SECONDS..=FORM_SECONDS).contains(&age)).then_some(made_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_one_session_one_moment_and_one_day() {
        let made = Instant::from_millis(1_772_431_200_123);
        let token = form_token(&[1; 32], made);
        assert_eq!(token_moment(&[1; 32], &token, made.plus_seconds(60)), Some(made));
        assert_eq!(token_moment(&[2; 32], &token, made), None, "another session");
        assert_eq!(token_moment(&[1; 32], &token, made.plus_seconds(FORM_SECONDS + 1)), None, "stale");
        assert_eq!(token_moment(&[1; 32], &token, made.plus_seconds(-61)), None, "from the future");
        let moved = form_token(&[1; 32], made.plus_seconds(1));
        let forged = format!("{}-{}", moved.split_once('-').unwrap().0, token.split_once('-').unwrap().1);
        assert_eq!(token_moment(&[1; 32], &forged, made), None, "a moved moment");
        for broken in ["", "-", "zz-00", "00", "ffffffffffffffffff-00"] {
            assert_eq!(token_moment(&[1; 32], broken, made), None, "{broken:?}");
        }
    }
}
