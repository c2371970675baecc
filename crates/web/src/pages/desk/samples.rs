//! Sample desks.

use domain::localized::Localized;

use super::*;
use crate::parts::Mark;
use crate::samples::{BIDI, HOSTILE, LONG, Samples};

fn line(c: &Chrome, number: i64, title: &str, mark: Mark, hours: Option<i64>) -> DeskLine {
    DeskLine {
        number,
        href: routes::request(number),
        reply: format!("{}#reply", routes::request(number)),
        title: title.to_owned(),
        state: State::new(mark, c.t("desk-do-answer")),
        whose: rows::whose(&[BIDI, LONG]),
        stage: "desk-stage-answer",
        due: match hours {
            None => Due::Waits(c.ta("desk-waiting", &[("span", c.waited(90_000).into())])),
            Some(hours @ ..0) => {
                Due::Marked(State::new(Mark::Late, c.left(c.now.plus_seconds(hours * 3600))))
            }
            Some(hours @ 0..3) => {
                Due::Marked(State::new(Mark::Soon, c.left(c.now.plus_seconds(hours * 3600))))
            }
            Some(hours) => Due::At(c.time_moment(c.now.plus_seconds(hours * 3600))),
        },
        age: c.waited(86_400),
        tag: if hours.is_none() { Tag { money: None, seconds: Some(0) } } else { Tag::of(1_800_000, 1500) },
    }
}

fn lines(c: &Chrome, from: i64) -> Vec<DeskLine> {
    vec![
        line(c, from, "Выгрузка клиентов", Mark::You, Some(-2)),
        line(c, from + 1, HOSTILE, Mark::Work, Some(1)),
        line(c, from + 2, LONG, Mark::Wait, Some(90)),
        line(c, from + 3, BIDI, Mark::Wait, None),
    ]
}

fn sample(c: &Chrome, shown: Shown, words: &str, share: DeskShare, refused: Vec<(i64, String)>) -> DeskView {
    let tab =
        |label: &str, here| Tab { label: label.into(), href: Wanted::href(HOSTILE, share, false), here };
    let is_board = matches!(shown, Shown::Board(..));
    DeskView {
        unit: c.authored(&Localized::both(HOSTILE, LONG)),
        storefront: routes::unit("crm"),
        units: vec![tab(HOSTILE, true), tab(LONG, false)],
        shares: vec![tab("Вся очередь 15", share == DeskShare::All), tab("Мои 6", share == DeskShare::Mine)],
        list: tab("Список", !is_board),
        board: tab("Доска", is_board),
        code: HOSTILE.into(),
        words: words.into(),
        share: share.code(),
        shown,
        refused,
        keys: keys(c),
        c: c.clone(),
    }
}

impl Samples for DeskView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let part = |group: DeskGroup, from, next: bool| {
            let row = |line| rows::row(c, line, group != DeskGroup::Resolver);
            TablePart {
                id: group.code().into(),
                name: group_name(c, group),
                count: next.then(|| c.number(1200)),
                rows: lines(c, from).into_iter().map(row).collect(),
                next: next.then(|| Wanted::href(HOSTILE, DeskShare::Mine, false)),
            }
        };
        let parts =
            DeskGroup::ALL.into_iter().zip([1, 10, 20, 30]).map(|(of, from)| part(of, from, from < 20));
        let all = Table { parts: parts.collect(), ..rows::queue(c) };
        let columns = COLUMNS.iter().enumerate().map(|(i, (id, key, _))| Column {
            id: (*id).into(),
            name: c.t(key).into_owned(),
            count: "4".into(),
            lines: if i % 2 == 0 { lines(c, 1) } else { Vec::new() },
        });
        let refused = vec![(7, HOSTILE.to_owned()), (8, c.t("refused-state").into_owned())];
        vec![
            sample(c, Shown::List(rows::queue(c)), "", DeskShare::All, Vec::new()),
            sample(c, Shown::List(rows::queue(c)), HOSTILE, DeskShare::Mine, Vec::new()),
            sample(c, Shown::List(all), "", DeskShare::All, refused),
            sample(c, Shown::Board(columns.collect(), Some(routes::desk())), "", DeskShare::All, Vec::new()),
        ]
    }
}

impl Samples for NoDeskView {
    fn samples(c: &Chrome) -> Vec<Self> {
        vec![Self { c: c.clone() }]
    }
}

#[test]
fn a_place_reads_back() {
    let id = RequestId(uuid::Uuid::from_u128(7));
    for due_at in [None, Some(Instant::from_millis(-5)), Some(Instant::from_millis(1_700_000_000_000))] {
        let at = DeskPlace { due_at, id };
        assert_eq!(place(&place_text(at)), Some(at));
    }
    for wrong in ["", "-", "x.y", "5", "-."] {
        assert_eq!(place(wrong), None, "{wrong:?}");
    }
}
