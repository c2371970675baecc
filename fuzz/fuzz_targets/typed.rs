//! Small texts that strangers type or send: sums, dates and their patterns, periods, keys of figures, secrets, tokens, cookies,
//! addresses to go back to, words to look for. Whatever is read is written and read again as the same.
#![no_main]

use app::identity::Secret;
use app::ledger::{FigureKey, PlaceKey};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use domain::ids::RequestId;
use domain::ledger::Period;
use domain::localized::Language;
use domain::money::{Currency, MAX_AMOUNT};
use domain::time::Instant;
use flow::format::dates::{Dates, KNOWN, Pattern};
use store::blobs::BlobName;
use text::{Query, analyse, highlight};
use web::auth::{form_token, network, token_moment};
use web::prefs::Prefs;
use web::routes;

const NOW: Instant = Instant::from_millis(1_772_431_200_000);
const KEY: [u8; 32] = [7; 32];

/// What is written of a value is read as that value.
fn comes_back<T: PartialEq + std::fmt::Debug + ToString>(found: Option<T>, read: impl Fn(&str) -> Option<T>) {
    if let Some(found) = found {
        assert_eq!(read(&found.to_string()).as_ref(), Some(&found));
    }
}

fn sums(text: &str) {
    for code in ["RUB", "JPY", "CHF", "KWD"] {
        let currency: Currency = code.parse().expect("a currency");
        for language in Language::ALL {
            let Ok(sum) = web::format::typed(text, currency, language) else { continue };
            assert!((0..=MAX_AMOUNT).contains(&sum), "{text:?} is {sum}");
            let shown = web::format::money(sum, currency, language);
            assert_eq!(web::format::typed(&shown, currency, language), Ok(sum));
        }
    }
}

fn dates(text: &str) {
    let (first, rest) = text.split_once('\n').unwrap_or(("iso", text));
    let known = KNOWN.map(str::to_owned);
    for patterns in [&known[..], &[first.to_owned()], &["epoch".to_owned(), "epoch_ms".to_owned()]] {
        for zone in [None, Some("Europe/Moscow"), Some("America/New_York")] {
            let Ok(dates) = Dates::new(patterns, zone) else { continue };
            assert_eq!(dates.read(rest), dates.read(rest));
        }
    }
    if let Ok(pattern) = Pattern::new(first) {
        let _ = pattern.read(rest);
    }
    let _ = flow::format::dates::looks(rest);
    let _ = flow::format::dates::turn(first);
}

fn words(text: &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, text));
    let query = Query::parse(first);
    let analysis = analyse(rest);
    let _ = query.matches(&analysis);
    let mut end = 0;
    for (range, _) in highlight(rest, &query) {
        assert_eq!(range.start, end);
        assert!(!rest[range.clone()].is_empty());
        end = range.end;
    }
    assert_eq!(end, rest.len());
}

fn headers(text: &str) {
    let mut headers = HeaderMap::new();
    for line in text.lines() {
        let Some((name, value)) = line.split_once(": ") else { continue };
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    let prefs = Prefs::of(&headers, &Uri::from_static("/r/1?x=2"));
    assert!(prefs.notice.is_none_or(|notice| notice.starts_with("notice-")));
    assert_eq!(prefs.path, "/r/1?x=2");
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    sums(text);
    dates(text);
    words(text);
    headers(text);
    comes_back(text.parse::<Period>().ok(), |text| text.parse().ok());
    comes_back(text.parse::<FigureKey>().ok(), |text| text.parse().ok());
    comes_back(PlaceKey::parse(text), PlaceKey::parse);
    comes_back(RequestId::parse(text), RequestId::parse);
    comes_back(BlobName::parse(text), BlobName::parse);
    if let Some(period) = text.parse::<Period>().ok() {
        assert!(period.start() <= period.end() && period.contains(period.start()));
        assert!(period.next().is_none_or(|next| next.previous() == Some(period)));
    }
    if let Some(secret) = Secret::parse(text) {
        assert_eq!(secret.to_text(), text);
    }
    if let Some(made) = token_moment(&KEY, text, NOW) {
        assert_eq!(form_token(&KEY, made), text);
    }
    if let Some(path) = routes::local(text) {
        assert!(path == text && path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'));
        assert!(HeaderValue::from_str(path).is_ok() || !path.is_ascii());
    }
    let signed_in = routes::sign_in(text);
    assert!(signed_in.is_ascii() && signed_in.starts_with("/sign-in"));
    assert!(!routes::unit(text).contains("/../"));
    let source = app::logs::source_of(text);
    assert!(source.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{source}");
    if let Ok(address) = text.parse() {
        assert!(!network(address).is_empty());
    }
});
