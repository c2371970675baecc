//! Fields of a form: what nobody types stays out, what is read reads the same once more.
#![no_main]

use domain::localized::Language;
use web::auth::Fields;

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    let fields = Fields::parse(body);
    assert_eq!(fields.names().count(), fields.len());
    let pairs = fields.pairs();
    for (name, value) in &pairs {
        let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        assert!(
            !value.contains(hidden) && !value.contains(['\u{202E}', '\u{2066}', '\u{FEFF}']),
            "{value:?}"
        );
        assert!(fields.all(name).any(|one| one == value));
    }
    let mut again = form_urlencoded::Serializer::new(String::new());
    let again = Fields::parse(again.extend_pairs(&pairs).finish().as_bytes());
    assert_eq!(again.pairs(), pairs);
    assert_eq!(fields.print("/", &[]), Fields::parse(body).print("/", &[]));
    for name in fields.names() {
        let text = fields.text(name);
        if let Some(number) = fields.int(name) {
            let shown = web::format::number(number, Language::Ru);
            let shown = form_urlencoded::Serializer::new(String::new()).append_pair("n", &shown).finish();
            assert_eq!(Fields::parse(shown.as_bytes()).int("n"), Some(number), "{text:?}");
        }
        assert!(fields.id(name).is_none() || fields.id_if_any(name).is_ok_and(|id| id == fields.id(name)));
        assert!(!fields.flag(name) || !text.is_empty());
        let _ = fields.one_of(name, |text| text.parse::<i64>().ok(), 7);
    }
});
