//! The way by forms alone, and forms that are sent twice or asked to count.

use domain::ids::UnitId;
use testkit::Fixture;
use web::server::Seat;

use crate::journey::way::{Way, carried, pairs, post};
use crate::support::world::by;

#[test]
fn the_whole_way_by_forms_alone() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let (day, handler, customer) = (way.day(0), Seat::Handler, Seat::Customer);
    way.done(
        handler,
        "interview",
        "tl",
        &[
            ("happened_at", &day),
            ("happened_at_time", "8:30"),
            ("minutes", "22"),
            ("note_stated", "Просят поле"),
            ("note_outcome", ""),
            ("quote_0", "У половины сделок нет источника"),
            ("insight_0", "Нужно не поле, а ответ"),
            ("quote_1", ""),
            ("insight_1", ""),
        ],
    );
    assert!(
        way.handler.get(&way.path("brief")).says("Нужно не поле, а ответ"),
        "insights stand beside the brief"
    );
    way.brief();
    way.done(customer, "correct", "brief", &[("version", "1"), ("comment", "Не хватает партнёров")]);
    let editor = way.handler.get(&way.path("brief"));
    assert!(editor.says("Не хватает партнёров") && editor.says("Поле есть, но его не заполняют."));
    let ids = way.criteria();
    way.done(
        handler,
        "brief",
        "brief",
        &[
            ("title", "Видеть, какая кампания привела сделку"),
            ("problem", "Поле есть, но его почти не заполняют."),
            ("outcome", "Видно, куда ушли деньги."),
            ("criterion_0", "Источник указан в 97 % сделок"),
            ("criterion_0_id", &ids[0]),
            ("criterion_1", "Партнёры видны отдельно"),
            ("distance", "other"),
        ],
    );
    assert_eq!(way.criteria()[0], ids[0], "a criterion lives on under its id");
    let diff = way.customer.get(&way.path("brief/diff?from=1&to=2"));
    assert!(diff.body.contains("почти </ins>") && diff.body.contains("95</del>"), "{}", diff.body);
    assert!(diff.says("Партнёры видны отдельно</ins>") && diff.says("Менеджер ничего не вводит</del>"));
    way.done(customer, "confirm", "brief", &[("version", "2")]);

    let offer = way.offer();
    way.done(handler, "offer", "offers", &pairs(&offer));
    let page = way.page();
    let sent = page.request.offers.last().unwrap();
    assert_eq!(sent.total(), 24_500 * 640 + 3_000_050, "24.5 hours at 6 400 and the licence, in kopecks");
    assert_eq!((sent.lines.len(), sent.estimate.likely, sent.client_seconds), (2, 88_200, 5_400));
    assert_eq!((sent.probability, sent.lines[0].criteria.len()), (85, 2));
    let choose = way.customer.get(&way.path("choose"));
    assert!(choose.says("186 800,50 ₽") && choose.says("Бюджет теневой"), "{}", choose.body);
    let offer = sent.id.to_string();
    way.done(customer, "choose", "turn", &[("offer", &offer), ("reason", "Свои, и данные остаются у нас")]);

    way.done(handler, "task", "tools", &[("text", "Справочник кампаний")]);
    let task = way.page().request.tasks[0].id.to_string();
    way.done(handler, "effort", "tools", &[("minutes", "45"), ("task", &task)]);
    way.done(handler, "task/done", "tools", &[("task", &task)]);
    way.done(handler, "message", "tl", &[("text", "Сколько партнёров?"), ("ask", "yes")]);
    assert!(way.page().request.open_question().is_some());
    way.done(customer, "message", "tl", &[("text", "Пятеро")]);
    assert!(way.page().request.open_question().is_none());

    let late = way.send(handler, "deliver", &[("note", "Готово")]);
    assert_eq!(late.status, 422, "the licence needs its actual sum: {}", late.body);
    let licence = way.page().request.chosen().unwrap().lines[1].id;
    let actual = format!("actual_{licence}");
    way.done(handler, "deliver", "turn", &[("note", "Готово"), (&actual, "27 500,05")]);

    let criteria = way.criteria();
    let fields: Vec<_> = criteria.iter().map(|id| format!("verdict_{id}")).collect();
    let comments: Vec<_> = criteria.iter().map(|id| format!("comment_{id}")).collect();
    let back =
        way.send(customer, "judge", &[(&fields[0], "refused"), (&comments[0], ""), (&comments[1], "")]);
    assert_eq!(back.status, 422);
    assert_eq!(back.body.matches("class=\"fault\"").count(), 2, "what is missing, and the other verdict");
    way.done(
        customer,
        "judge",
        "turn",
        &[(&fields[0], "accepted"), (&comments[0], ""), (&fields[1], "accepted"), (&comments[1], "")],
    );
    way.done(
        customer,
        "review",
        "review",
        &[("solved", "yes"), ("minutes", ""), ("would_pay", "less"), ("comment", "")],
    );
    let page = way.page();
    assert_eq!(page.request.paid_total(), 24_500 * 640 + 2_750_005);
    assert_eq!(page.request.state.code(), "closed");
    way.done(customer, "reopen", "turn", &[("reason", "Отчёт перестал сходиться")]);
}

#[test]
fn a_double_click_is_one_command() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let path = way.path("message");
    let page = way.customer.get(&path);
    let said = |way: &Way| way.page().texts.values().filter(|text| *text == "Один раз").count();
    for _ in 0..2 {
        let answer = post(&mut way.customer, &path, &carried(&page), &[("text", "Один раз")]);
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    assert_eq!(said(&way), 1);

    // The second click of a step that takes the request out of sight is answered like the first.
    let site = &way.world.site;
    let (others, providers) = (way.world.others, way.world.providers);
    let page = way.page();
    let (promise, calendar) = page.units[&providers].promise.zip(page.units[&providers].calendar).unwrap();
    let head = way.world.people[&Seat::OtherHead];
    by(site, way.world.people[&Seat::Administrator], move |tx, cx| {
        let door =
            app::company::SetFrontDoor { unit: others, owner: Some(head), promise, calendar, seen: None };
        app::company::set_front_door(tx, cx, door)
    });
    let mut provider = way.world.browser(Seat::Provider);
    let path = way.path("pass-on");
    let page = provider.get(&path);
    let to = others.to_string();
    let typed = [("to", to.as_str()), ("note", "Это к вам"), ("share", "yes")];
    for _ in 0..2 {
        let answer = post(&mut provider, &path, &carried(&page), &typed);
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/desk"), "{}", answer.body);
    }
    assert_eq!(provider.get(&path).status, 404);
    let unit: UnitId = way.page().request.unit;
    assert_eq!(unit, others);
}

#[test]
fn rows_are_added_and_sums_counted_without_a_script() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let more = way.send(
        Seat::Handler,
        "brief",
        &[("title", "Набрано"), ("criterion_0", "Первый"), ("criterion_5", "Шестой"), ("add", "criterion")],
    );
    assert_eq!(more.status, 200);
    assert!(more.says("Набрано") && more.says("Шестой") && more.body.contains("name=\"criterion_6\""));
    assert!(more.body.contains("name=\"criterion_6\" rows=\"1\" dir=\"auto\" data-grow autofocus"));
    assert!(way.page().request.briefs.is_empty());
    way.brief();
    way.done(Seat::Customer, "confirm", "brief", &[("version", "1")]);
    let mut fields = way.offer();
    fields.push(("add".to_owned(), "sum".to_owned()));
    let counted = way.send(Seat::Handler, "offer", &pairs(&fields));
    assert_eq!(counted.status, 200);
    assert!(counted.says("186 800,50 ₽") && counted.says("156 800 ₽"), "{}", counted.body);
    assert!(way.page().request.offers.is_empty());
}
