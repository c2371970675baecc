//! What is refused, and how it comes back.

use testkit::Fixture;
use web::server::Seat;

use crate::journey::way::{Way, carried, pairs, post};
use crate::support::Answer;

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & &lt; {{ c }} \u{202e}abc";

#[test]
fn a_form_that_comes_too_late_keeps_its_text_and_tells_what_happened() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let path = way.path("brief");
    let page = way.handler.get(&path);
    way.done(Seat::Customer, "message", "tl", &[("text", "Кстати, ещё и партнёры")]);
    let typed = [
        ("title", "Название, которое набрали"),
        ("problem", "Задача"),
        ("outcome", "Итог"),
        ("criterion_0", "Критерий, который набрали"),
        ("distance", "same"),
    ];
    let late = post(&mut way.handler, &path, &carried(&page), &typed);
    assert_eq!(late.status, 409);
    for words in ["Кстати, ещё и партнёры", "Название, которое набрали", "Критерий, который набрали"]
    {
        assert!(late.says(words), "{words}: {}", late.body);
    }
    assert!(way.page().request.briefs.is_empty());
    // What came back can be sent as it is.
    let again = post(&mut way.handler, &path, &carried(&late), &typed);
    assert_eq!(again.status, 303, "{}", again.body);
    assert_eq!(way.page().request.briefs.len(), 1);
    // A step whose state is over comes back without its button.
    let over = post(&mut way.handler, &path, &carried(&late), &typed);
    assert_eq!(over.status, 303, "the same command again");
    way.done(Seat::Customer, "confirm", "brief", &[("version", "1")]);
    let over = way.handler.get(&path);
    assert_eq!(over.status, 409);
    assert!(!over.body.contains("btn-go") && over.says("уже в другом состоянии"), "{}", over.body);
}

#[test]
fn strangers_find_nothing_and_readers_are_told_whose_step_it_is() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let path = way.path("cancel");
    let page = way.customer.get(&path);
    for seat in [Seat::Stranger, Seat::OtherHead, Seat::Finance, Seat::Administrator] {
        let mut browser = way.world.browser(seat);
        assert_eq!(browser.get(&path).status, 404, "{seat:?}");
        let answer = browser.send("/me", &path, &[("reason", "Просто так")]);
        assert_eq!(answer.status, 404, "{seat:?}");
    }
    let mut colleague = way.world.browser(Seat::Colleague);
    assert_eq!(colleague.get(&path).status, 403);
    assert_eq!(colleague.send("/me", &path, &[("reason", "Просто так")]).status, 403);
    assert_eq!(way.customer.post(&path, &[("reason", "Без метки")]).status, 403, "no token");
    let mut other = carried(&page);
    other[0].1 = way.handler.get(&way.path("interview")).hidden("csrf").unwrap();
    let answer = post(&mut way.customer, &path, &other, &[("reason", "Чужая метка")]);
    assert_eq!(answer.status, 403);
    assert!(way.page().request.state.is_open());
    for no in ["0", "-1", "abc", "99999999", "9999999999999999999999"] {
        assert_eq!(way.customer.get(&format!("/r/{no}/cancel")).status, 404, "{no}");
    }
}

#[test]
fn hostile_text_comes_back_as_it_was_typed() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let empty = way.send(Seat::Handler, "brief", &[("title", HOSTILE), ("criterion_7", HOSTILE)]);
    assert_eq!(empty.status, 422);
    assert!(!empty.body.contains("<script>alert") && !empty.body.contains("<img"));
    assert!(empty.body.contains("&lt;script&gt;alert") || empty.body.contains("&#60;script&#62;alert"));
    way.done(
        Seat::Handler,
        "brief",
        "brief",
        &[
            ("title", HOSTILE),
            ("problem", HOSTILE),
            ("outcome", HOSTILE),
            ("criterion_0", HOSTILE),
            ("distance", "same"),
        ],
    );
    let page = way.page();
    let brief = page.request.brief().unwrap();
    assert_eq!(
        page.text(&brief.title),
        HOSTILE.replace('\u{202e}', ""),
        "marks that turn the line are dropped"
    );
    for path in ["brief", "brief/diff", "message", "pass-on"] {
        let shown = way.handler.get(&way.path(path));
        assert_ne!(shown.status, 404);
        assert!(!shown.body.contains("<script>alert") && !shown.body.contains("<img"), "{path}");
    }
    let confirm = way.customer.get(&way.path("confirm"));
    assert!(confirm.status == 200 && !confirm.body.contains("<script>alert"));
}

#[test]
fn too_much_text_is_refused_in_plain_words() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let long = "я".repeat(200_000);
    let answer = way.send(Seat::Customer, "message", &[("text", &long)]);
    assert_eq!(answer.status, 422);
    assert!(answer.says("Не больше 40 000 знаков") || answer.says("не больше 40 000 знаков"));
    assert!(answer.body.contains(&long), "and it is not lost");
    let huge = "я".repeat(5 * 1024 * 1024);
    for action in ["message", "cancel"] {
        let answer = way.send(Seat::Customer, action, &[("text", &huge), ("reason", &huge)]);
        assert_eq!(answer.status, 413, "{action}");
        assert!(answer.says("Слишком много за один раз"));
    }
    assert!(way.page().request.state.is_open());
}

#[test]
fn values_that_cannot_be_read_come_back_beside_their_fields() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    way.brief();
    way.done(Seat::Customer, "confirm", "brief", &[("version", "1")]);
    let fault = |answer: &Answer, field: &str, words: &str| {
        assert_eq!(answer.status, 422, "{field}: {}", answer.body);
        let after = answer.body.split(&format!("id=\"step-{field}-e\"")).nth(1);
        let after = after.unwrap_or_else(|| panic!("{field} has no fault: {}", answer.body));
        let said = after.split("</p>").next().unwrap().replace('\u{a0}', " ");
        assert!(said.contains(words), "{field}: {said}");
    };
    for (name, value, field, words) in [
        ("line_0_price", "12.405", "line-0-price", "Слишком много знаков"),
        ("line_0_price", "12,400", "line-0-price", "Это можно прочесть двояко"),
        ("line_0_price", "шесть тысяч", "line-0-price", "Напишите число цифрами"),
        ("line_0_price", "-1", "line-0-price", "не может быть меньше нуля"),
        ("line_1_price", "999999999999999999999", "line-1-price", "слишком велико"),
        ("line_1_text", "", "line-1-text", "Заполните это поле"),
        ("line_0_quantity", "0", "line-0-quantity", "слишком мало"),
        ("ready_by", "31.02.2026", "ready-by", "Напишите дату так"),
        ("ready_by", "2020-01-01", "ready-by", "уже прошёл"),
        ("ready_by_time", "25:00", "ready-by-time", "Напишите время так"),
        ("likely", "10", "estimate", "Числа должны расти"),
        ("probability", "100", "probability", "слишком велико"),
        ("client_minutes", "полчаса", "client-minutes", "Напишите число цифрами"),
        ("own_answer", "maybe", "own-answer", "Выберите из списка"),
        ("line_0_criteria", "нет такого", "line-0-criteria", "Выберите из списка"),
    ] {
        let mut fields = way.offer();
        fields.retain(|(known, _)| known != name);
        fields.push((name.to_owned(), value.to_owned()));
        let answer = way.send(Seat::Handler, "offer", &pairs(&fields));
        fault(&answer, field, words);
        assert!(answer.says("Метки и справочник"), "the rest is kept");
    }
    assert!(way.page().request.offers.is_empty());
    let nothing = way.send(Seat::Handler, "offer", &[]);
    fault(&nothing, "lines", "работа без оплаты");
    let fields = way.send(Seat::Handler, "effort", &[("minutes", "9999")]);
    fault(&fields, "minutes", "слишком велико");
    let itself = way.world.number.to_string();
    let same = way.send(Seat::Handler, "repeat", &[("number", &itself), ("repeats", "yes")]);
    fault(&same, "number", "номер этого же обращения");
}
