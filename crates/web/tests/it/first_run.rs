//! The first run, once, and what follows it.

use crate::support::{Answer, Browser, site};
use testkit::Fixture;
use web::Site;

const FORM: [(&str, &str); 8] = [
    ("company", "Северный ветер"),
    ("currency", "rub"),
    ("zone", "Europe/Moscow"),
    ("language", "ru"),
    ("name", "Ольга Админова"),
    ("email", "Olga@Example.com"),
    ("password", "синий кит плывёт"),
    ("password-again", "синий кит плывёт"),
];

/// The form, with one field otherwise, and the code that the site printed.
fn but<'a>(site: &'a Site, name: &'a str, value: &'a str) -> Vec<(&'a str, String)> {
    let code = [("code", site.setup_code().shown())];
    let form = FORM.iter().map(|(key, kept)| (*key, if *key == name { value } else { *kept }.to_owned()));
    form.chain(code).collect()
}

fn lent<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Sends the form of the first run, with one field otherwise.
fn begin_with(browser: &mut Browser, site: &Site, name: &str, value: &str) -> Answer {
    browser.send("/first-run", "/first-run", &lent(&but(site, name, value)))
}

#[test]
fn the_company_begins_and_its_administrator_is_in() {
    let f = Fixture::sqlite();
    let site = site(&f);
    let mut browser = Browser::new(&site);
    assert_eq!(browser.get("/").location(), "/first-run");
    assert!(browser.get("/first-run").says("Название"));
    let begun = begin_with(&mut browser, &site, "", "");
    assert_eq!((begun.status.as_u16(), begun.location()), (303, "/admin"), "{}", begun.body);
    let me = browser.get("/me");
    assert!(me.says("Ольга Админова") && me.says("olga@example.com"), "{}", me.body);
    assert_eq!(browser.get("/first-run").location(), "/", "once");

    let mut later = Browser::new(&site);
    assert_eq!(later.sign_in("olga@example.com", "синий кит плывёт").status, 303);
    assert!(!later.get("/sign-in").says("Кем посмотреть"), "a real company has no personas");
}

#[test]
fn it_happens_once_even_when_two_hurry() {
    let f = Fixture::sqlite();
    let site = site(&f);
    let (mut first, mut second) = (Browser::new(&site), Browser::new(&site));
    let opened = second.get("/first-run");
    let (csrf, command) =
        (opened.hidden("csrf").unwrap_or_default(), opened.hidden("command").unwrap_or_default());
    assert_eq!(begin_with(&mut first, &site, "", "").status, 303);
    let stolen = but(&site, "email", "thief@example.com");
    let mut fields = lent(&stolen);
    fields.extend([("csrf", csrf.as_str()), ("command", command.as_str())]);
    let late = second.post("/first-run", &fields);
    assert_eq!(late.location(), "/sign-in");
    assert!(!second.cookies.contains_key("session"));
    assert_eq!(Browser::new(&site).sign_in("thief@example.com", "синий кит плывёт").status, 422);
}

#[test]
fn a_form_that_is_not_right_comes_back_filled_and_nothing_begins() {
    let f = Fixture::sqlite();
    let site = site(&f);
    let mut browser = Browser::new(&site);
    for (name, value, said) in [
        ("company", " ", "Заполните это поле"),
        ("currency", "рубль", "Три заглавные буквы"),
        ("zone", "Mars/Olympus", "Такого часового пояса нет"),
        ("email", "olga", "Это не похоже на адрес почты"),
        ("password", "коротко", "Не короче 10 знаков"),
        ("password-again", "другое", "Пароли не совпали"),
    ] {
        let answer = begin_with(&mut browser, &site, name, value);
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.says(said), "{name}: {}", answer.body);
        assert!(
            answer.says("value=\"Ольга Админова\"") && !answer.says("синий кит"),
            "{name}: {}",
            answer.body
        );
    }
    assert_eq!(browser.get("/").location(), "/first-run");
}

#[test]
fn whoever_does_not_have_the_code_begins_nothing() {
    let f = Fixture::sqlite();
    let site = site(&f);
    let mut browser = Browser::new(&site);
    let code = site.setup_code().shown();
    let begun = |browser: &mut Browser, code: &str| {
        let fields: Vec<_> = FORM.into_iter().chain([("code", code)]).collect();
        let answer = browser.send("/first-run", "/first-run", &fields);
        (answer.status.as_u16(), answer)
    };
    let (status, answer) = begun(&mut browser, "");
    assert!(status == 422 && answer.says("Заполните это поле"), "{}", answer.body);
    for _ in 0..4 {
        let (status, answer) = begun(&mut browser, "00000-00000");
        assert!(status == 422 && answer.says("Код не тот"), "{}", answer.body);
    }
    assert!(begun(&mut browser, "00000-00000").1.says("Слишком много неверных кодов"));
    let (status, answer) = begun(&mut browser, &code);
    assert!(status == 422 && answer.says("Слишком много неверных кодов"), "the right one comes too late");
    assert_eq!(browser.get("/").location(), "/first-run");
}
