//! The steps of a request through the whole site: every form of the way, what is refused and how it comes back.
#![expect(clippy::unwrap_used, reason = "these are tests")]

mod support;

use axum::body::Body;
use axum::http::Request;
use domain::ids::UnitId;
use support::world::{World, by};
use support::{Answer, Browser};
use testkit::Fixture;
use web::server::Seat;

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & &lt; {{ c }} \u{202e}abc";

/// A request with its people in their browsers.
struct Way {
    world: World,
    customer: Browser,
    handler: Browser,
}

/// What a page's form carries beside what is typed.
fn carried(page: &Answer) -> Vec<(String, String)> {
    ["csrf", "command", "seen"]
        .into_iter()
        .map(|name| {
            (name.to_owned(), page.hidden(name).unwrap_or_else(|| panic!("no {name}: {}", page.body)))
        })
        .collect()
}

fn post(browser: &mut Browser, path: &str, carried: &[(String, String)], typed: &[(&str, &str)]) -> Answer {
    let mut all: Vec<(&str, &str)> = carried.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    all.extend_from_slice(typed);
    browser.post(path, &all)
}

impl Way {
    fn new(f: &Fixture) -> Self {
        let world = World::new(f);
        let (customer, handler) = (world.browser(Seat::Customer), world.browser(Seat::Handler));
        Self { world, customer, handler }
    }

    fn path(&self, action: &str) -> String {
        format!("/r/{}/{action}", self.world.number)
    }

    /// Opens the page of a step and sends its form.
    fn send(&mut self, seat: Seat, action: &str, typed: &[(&str, &str)]) -> Answer {
        let path = self.path(action);
        let browser = if seat == Seat::Customer { &mut self.customer } else { &mut self.handler };
        let page = browser.get(&path);
        assert_eq!(page.status, 200, "{action}: {}", page.body);
        post(browser, &path, &carried(&page), typed)
    }

    /// The same, and it is done.
    fn done(&mut self, seat: Seat, action: &str, place: &str, typed: &[(&str, &str)]) {
        let answer = self.send(seat, action, typed);
        assert_eq!(answer.status, 303, "{action}: {}", answer.body);
        assert_eq!(answer.location(), format!("/r/{}#{place}", self.world.number), "{action}");
    }

    fn page(&self) -> app::requests::page::RequestPage {
        let (cx, number) = (self.world.cx(Seat::Handler), self.world.number);
        support::wait(self.world.site.read(move |tx| app::requests::page::page(tx, &cx, number))).unwrap()
    }

    /// The day so many days from now, as a field of a date has it.
    fn day(&self, days: i64) -> String {
        let at = self.world.site.now().plus_seconds(days * 86_400).to_timestamp();
        at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    }

    fn brief(&mut self) {
        self.done(
            Seat::Handler,
            "brief",
            "brief",
            &[
                ("title", "Видеть, какая кампания привела сделку"),
                ("problem", "Поле есть, но его не заполняют."),
                ("outcome", "Видно, куда ушли деньги."),
                ("criterion_0", "Источник указан в 95 % сделок"),
                ("criterion_1", ""),
                ("criterion_2", "Менеджер ничего не вводит"),
                ("assumption_0", "Метки ставят все кампании"),
                ("distance", "other"),
            ],
        );
    }

    fn criteria(&self) -> Vec<String> {
        self.page().request.brief().unwrap().criteria.iter().map(|item| item.id.to_string()).collect()
    }

    /// The fields of an offer that is right.
    fn offer(&self) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = [
            ("line_0_kind", "labour"),
            ("line_0_text", "Метки и справочник"),
            ("line_0_quantity", "24,5"),
            ("line_0_price", "6 400"),
            ("line_1_kind", "pass_through"),
            ("line_1_text", "Лицензия"),
            ("line_1_quantity", "1"),
            ("line_1_price", "30 000,50"),
            ("line_2_kind", "fixed"),
            ("line_2_text", ""),
            ("line_2_quantity", ""),
            ("line_2_price", ""),
            ("optimistic", "16"),
            ("likely", "24:30"),
            ("pessimistic", "40,5"),
            ("client_minutes", "90"),
            ("ready_by_time", "16:00"),
            ("probability", "85 %"),
            ("risk", ""),
            ("own_answer", "less"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        fields.push(("ready_by".to_owned(), self.day(20)));
        let (year, rest) = self.day(10).split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let (month, day) = rest.split_once('-').unwrap();
        fields.push(("valid_until".to_owned(), format!("{day}.{month}.{year}")));
        for id in self.criteria() {
            fields.push(("criteria".to_owned(), id.clone()));
            fields.push(("line_0_criteria".to_owned(), id));
        }
        fields
    }
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

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
    assert!(choose.says("186 800,50 ₽") && choose.says("Бюджет пока учебный"), "{}", choose.body);
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
        ("line_0_price", "12,405", "line-0-price", "Слишком много знаков"),
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

fn with_file(
    browser: &mut Browser,
    path: &str,
    carried: &[(String, String)],
    name: &str,
    bytes: &[u8],
) -> Answer {
    let mut body = Vec::new();
    let fields =
        carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("text", "С файлом")]);
    for (name, value) in fields {
        body.extend(
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(
        format!(
            "--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
        )
        .bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend(b"\r\n--cut--\r\n");
    let request = Request::post(path)
        .header("content-type", "multipart/form-data; boundary=cut")
        .header("sec-fetch-site", "same-origin");
    browser.ask(request.body(Body::from(body)).unwrap())
}

#[test]
fn files_go_to_those_who_read_the_request_and_never_run() {
    let f = Fixture::sqlite();
    let mut way = Way::new(&f);
    let path = way.path("message");
    let page = way.customer.get(&path);
    let sent =
        with_file(&mut way.customer, &path, &carried(&page), "отчёт.html", b"<script>alert(1)</script>");
    assert_eq!(sent.status, 303, "{}", sent.body);
    let files = way.page().files;
    let (id, _) = files.iter().find(|(_, file)| file.name == "отчёт.html").unwrap();
    let path = way.path(&format!("files/{id}"));
    let got = way.handler.get(&path);
    assert_eq!((got.status.as_u16(), got.body.as_str()), (200, "<script>alert(1)</script>"));
    let header = |name: &str| got.headers[name].to_str().unwrap();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert!(
        header("content-disposition").starts_with("attachment; filename=\"_____.html\"; filename*=UTF-8''")
    );
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(way.world.browser(Seat::Stranger).get(&path).status, 404);
    let foreign = "00000000-0000-7000-8000-000000000000";
    assert_eq!(way.handler.get(&way.path(&format!("files/{foreign}"))).status, 404);
    assert_eq!(way.handler.get(&way.path("files/..%2F..%2Fetc%2Fpasswd")).status, 404);
    // A form that is refused says that its files must be chosen again.
    let path = way.path("message");
    let page = way.handler.get(&path);
    let mut carried = carried(&page);
    carried.push(("ask".to_owned(), "yes".to_owned()));
    let back = with_file(&mut way.handler, &path, &carried, "a.txt", b"a");
    assert_eq!(back.status, 422);
    assert!(back.says("К вопросу файлы не прикладывают") && back.says("С файлом"), "{}", back.body);
}
