//! The first run, once, and what follows it.

mod support;

use support::{Browser, site};
use testkit::Fixture;

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

fn but(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FORM.iter().map(|(key, kept)| (*key, if *key == name { value } else { *kept })).collect()
}

#[test]
fn the_company_begins_and_its_administrator_is_in() {
    let f = Fixture::sqlite();
    let site = site(&f);
    let mut browser = Browser::new(&site);
    assert_eq!(browser.get("/").location(), "/first-run");
    assert!(browser.get("/first-run").says("Название"));
    let begun = browser.send("/first-run", "/first-run", &FORM);
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
    assert_eq!(first.send("/first-run", "/first-run", &FORM).status, 303);
    let mut fields = but("email", "thief@example.com");
    fields.extend([("csrf", csrf.as_str()), ("command", command.as_str())]);
    let late = second.post("/first-run", &fields);
    assert_eq!(late.location(), "/sign-in");
    assert!(!second.cookies.contains_key("session"));
    assert_eq!(Browser::new(&site).sign_in("thief@example.com", "синий кит плывёт").status, 422);
}

#[test]
fn a_form_that_is_not_right_comes_back_filled_and_nothing_begins() {
    let f = Fixture::sqlite();
    let mut browser = Browser::new(&site(&f));
    for (name, value, said) in [
        ("company", " ", "Заполните это поле"),
        ("currency", "рубль", "Три заглавные буквы"),
        ("zone", "Mars/Olympus", "Такого часового пояса нет"),
        ("email", "olga", "Это не похоже на адрес почты"),
        ("password", "коротко", "Не короче 10 знаков"),
        ("password-again", "другое", "Пароли не совпали"),
    ] {
        let answer = browser.send("/first-run", "/first-run", &but(name, value));
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
