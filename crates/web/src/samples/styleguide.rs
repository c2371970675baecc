//! Every piece on one page: a page of the tests, not of the product. The test below writes it where it can be looked at.

use askama::Template;
use domain::localized::Language;
use domain::money::MAX_AMOUNT;

use super::{BIDI, HOSTILE, LONG, Samples, at, everything, signed, worst};
use crate::chrome::{Chrome, Notice, NoticeKind};
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, field, line, page, short};
use crate::form::{Choice, Form};
use crate::i18n::Html;
use crate::parts::*;
use crate::prefs::Theme;

/// A field of every look.
const FIELDS: &[FieldDecl] = &[
    line("title", "brief-title").hint("brief-title-hint"),
    short("code", "first-run-code"),
    page("words", "brief-problem").hint("brief-problem-hint"),
    field("mail", FieldKind::Email, "first-run-email").fills("email"),
    field("day", FieldKind::Day, "rate-from"),
    field("sum", FieldKind::Sum, "budget-amount-in"),
    field("secret", FieldKind::Secret, "sign-in-password"),
    field("files", FieldKind::Files, "files-label"),
    field("unit", FieldKind::Id, "ask-unit"),
    field("mode", FieldKind::Own, "review-solved").hint("me-language-hint"),
    field("agree", FieldKind::Tick, "message-ask").hint("message-ask-hint"),
];
static RIGHT: FormDecl = FormDecl::new("right", FIELDS);
static WRONG: FormDecl = FormDecl::new("wrong", FIELDS);

#[derive(Debug, Template)]
#[template(path = "tests/styleguide.html")]
pub(crate) struct StyleguideView {
    pub c: Chrome,
    pub tags: Vec<Tag>,
    pub states: Vec<State>,
    pub turn: Option<Turn>,
    pub titles: Vec<String>,
    pub clocks: Vec<ClockBlock>,
    pub rows: Vec<TimelineRow>,
    pub forms: Vec<Form>,
    pub choices: Vec<Choice>,
}

impl StyleguideView {
    fn usual(c: &Chrome) -> Self {
        let due = at("2026-11-26T16:00:00+03:00");
        let why = Why {
            lines: vec![
                WhyLine {
                    when: c.stretch(at("2026-11-16T10:12:00+03:00"), at("2026-11-16T18:00:00+03:00")),
                    counted: c.span(28_080),
                    off: false,
                },
                WhyLine {
                    when: format!(
                        "{}: ждали вас",
                        c.stretch(at("2026-11-18T14:30:00+03:00"), at("2026-11-19T10:05:00+03:00"))
                    ),
                    counted: "не считаем".into(),
                    off: true,
                },
            ],
            total_name: "Ушло из 27 рабочих часов".into(),
            total: c.span(85_980),
            basis: "Обещание: 3 рабочих дня, версия 2. Календарь ИТ: пн–пт, 9:00–18:00, версия 2026.".into(),
        };
        let clock = |name: &str, mark, word: &str| ClockBlock {
            name: name.into(),
            state: State::new(mark, word),
            due: None,
            used: None,
            yours: false,
            note: String::new(),
            why: None,
        };
        let mut wrong = Form::of(&WRONG).with("title", HOSTILE).with("words", LONG).with("mode", "soft");
        for field in FIELDS {
            wrong.fail(field.name, c.t("field-required").into_owned());
        }
        Self {
            tags: vec![
                Tag::of(1_240_050, 7_800),
                Tag::of(0, 1_500),
                Tag { money: None, seconds: None },
                Tag::of(18_600_000, 0),
            ],
            states: Mark::ALL.map(|mark| State::new(mark, "Состояние")).to_vec(),
            turn: Some(Turn {
                yours: true,
                ended: false,
                stopped: false,
                who: "Ваш ход".into(),
                what: "Выберите одно из двух предложений".into(),
                detail: Some(Html(format!("{}. Займёт около 10 мин", c.time_by(due)))),
                action: Some(("Сравнить и выбрать".into(), "/r/1".into())),
            }),
            titles: vec!["Подбор аналитика".into(), "Аналитик на время".into()],
            clocks: vec![
                ClockBlock {
                    due: Some(c.time_by(due)),
                    used: Some(24),
                    yours: true,
                    note: "Потом напомним, деньги не спишутся".into(),
                    ..clock("Ваш выбор", Mark::You, "идут")
                },
                ClockBlock {
                    why: Some(why),
                    note: "Обещали к чт. Прислали в 11:40".into(),
                    ..clock("Формулировка", Mark::Done, "в срок")
                },
                clock("Выполнение", Mark::Late, "опоздание"),
            ],
            rows: vec![
                TimelineRow::Day(c.day_named(c.now)),
                TimelineRow::Event {
                    time: c.time_hour(c.now), text: "Обращение принято".into()
                },
                TimelineRow::Said {
                    time: c.time_hour(c.now),
                    id: "m1".into(),
                    who: "Анна Белова".into(),
                    of: "Маркетинг".into(),
                    text: words(
                        "Нужно новое поле в CRM.\nМожно к концу месяца?\n\nПодробности: https://wiki.example/crm",
                    ),
                    quote: false,
                    note: String::new(),
                    files: vec![FileLink {
                        name: "Отчёт за квартал.xlsx".into(),
                        size: c.bytes(1_300_000),
                        href: "/r/1/files/2".into(),
                    }],
                },
                TimelineRow::Said {
                    time: c.time_hour(c.now),
                    id: "m2".into(),
                    who: "Интервью".into(),
                    of: "22 мин".into(),
                    text: words("На совете я не смогла объяснить, куда ушли четыре миллиона."),
                    quote: true,
                    note: "Вывод: нужно не поле, а ответ, какая кампания окупилась".into(),
                    files: vec![],
                },
            ],
            forms: vec![Form::of(&RIGHT).with("title", "Видеть, какая кампания привела сделку"), wrong],
            choices: vec![
                Choice::new("hard", "Жёсткий").hint("Без денег в бюджете заказать нельзя"),
                Choice::new("soft", "Мягкий"),
            ],
            c: c.clone(),
        }
    }

    fn empty(c: &Chrome) -> Self {
        Self {
            tags: vec![],
            states: vec![],
            turn: Some(Turn {
                yours: false,
                ended: false,
                stopped: false,
                who: "Ждём Илью Громова".into(),
                what: "Готовит ТЗ".into(),
                detail: None,
                action: None,
            }),
            titles: vec![],
            clocks: vec![],
            rows: vec![],
            forms: vec![],
            choices: vec![],
            c: c.clone(),
        }
    }

    fn worst(c: &Chrome) -> Self {
        let mut view = Self::usual(c);
        view.titles = vec![HOSTILE.into(), LONG.into(), BIDI.into()];
        if let Some(turn) = &mut view.turn {
            turn.who = LONG.into();
            turn.what = HOSTILE.into();
        }
        for state in &mut view.states {
            state.text = LONG.into();
        }
        view.tags = vec![Tag::of(MAX_AMOUNT - 1, 360_000_000), Tag::of(-MAX_AMOUNT, -360_000_000)];
        view.rows = vec![TimelineRow::Said {
            time: c.time_hour(c.now),
            id: "m1".into(),
            who: BIDI.into(),
            of: LONG.into(),
            text: words(&format!("{HOSTILE}\n{LONG}\n\n{BIDI}")),
            quote: true,
            note: HOSTILE.into(),
            files: vec![FileLink {
                name: format!("{BIDI}{LONG}.pdf"),
                size: LONG.into(),
                href: "/r/1/files/2".into(),
            }],
        }];
        view
    }
}

impl Samples for StyleguideView {
    fn samples(c: &Chrome) -> Vec<Self> {
        vec![Self::usual(c), Self::empty(c), Self::worst(c)]
    }
}

/// Writes every sample as a file beside the files of the interface: `target/pages/index.html` lists them.
#[test]
fn samples_can_be_looked_at() {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        std::path::PathBuf::from,
    );
    let folder = target.join("pages");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let mut files = std::collections::BTreeMap::new();
    for asset in ["vitrina.css", "vitrina.js", "vitrina.svg"] {
        let name = crate::assets::address(asset).trim_start_matches("/assets/");
        std::fs::write(folder.join("assets").join(name), crate::assets::text(asset)).unwrap();
    }
    for language in Language::ALL {
        for theme in [Theme::Light, Theme::Dark] {
            let mut usual = signed(language);
            usual.notices =
                vec![Notice { kind: NoticeKind::Done, text: usual.t("notice-saved").into_owned() }];
            for (kind, mut c) in [("usual", usual), ("worst", worst(language))] {
                c.theme = theme;
                for (i, (view, html)) in everything(&c).into_iter().enumerate() {
                    let view = view.rsplit("::").next().unwrap().trim();
                    let name = format!("{view}-{i}-{kind}.{}.{}.html", language.code(), theme.code());
                    files.insert(name, html.replace("=\"/assets/", "=\"assets/"));
                }
            }
        }
    }
    let mut index = String::from("<!doctype html><meta charset=\"utf-8\"><title>Samples</title>\n");
    for (name, html) in &files {
        std::fs::write(folder.join(name), html).unwrap();
        index.push_str(&format!("<p><a href=\"{name}\">{name}</a></p>\n"));
    }
    std::fs::write(folder.join("index.html"), index).unwrap();
    assert!(files.len() >= 8);
}
