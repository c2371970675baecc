//! Sample pages of imports.

use app::logs::{Foreign, Hindrance, Look, Order, Outlook, Proposal, Remark, Told, look, read};
use flow::format::{Gathered, Mapping};
use store::repo::import_batch::{ImportBatch, ImportState, TakenBack};
use uuid::Uuid;

use super::super::{May, sections_of};
use super::astray;
use super::back::{self, BackView};
use super::dry::{self, TryView};
use super::list::{self, LogsView};
use super::mapping::{self, MapView};
use super::progress::{self, Beside, ProgressView};
use super::typed;
use crate::chrome::Chrome;
use crate::form::{Choice, Form};
use crate::pages::desk::Tab;
use crate::routes;
use crate::samples::{BIDI, HOSTILE, LONG, Samples, now};

fn tabs(c: &Chrome) -> Vec<Tab> {
    sections_of(c, May { all: true, edits: true, rates: true, watch: true }, &routes::logs())
}

/// A log whose first rows are hostile and broken.
fn text() -> String {
    let mut text = format!("number,state,date,group,{LONG}\n");
    for n in 0..20 {
        text.push_str(&format!(
            "{n},New,{:02}/02/2026 10:00,{LONG},\"{}\"\n",
            n % 12 + 1,
            HOSTILE.replace('"', "\"\"")
        ));
        text.push_str(&format!("{n},Awaiting \u{202e}user,{:02}/03/2026 10:00,B,\"{}\"\n", n % 12 + 1, BIDI));
    }
    text.push_str("20,New,99/99/2026,A,x\n21,New,01/02/2026 10:00\n");
    text
}

fn found(mapping: Option<&Mapping>) -> Look {
    look(text().as_bytes(), mapping, None).unwrap()
}

fn suggested() -> Mapping {
    let mut mapping = found(None).suggestion.mapping;
    mapping.zone = Some("Europe/Moscow".to_owned());
    mapping
}

fn gathered() -> Gathered {
    let text = text();
    read(std::io::Cursor::new(text.clone()), text.len() as u64, &suggested(), None).unwrap()
}

fn remark(kind: &str) -> Remark {
    Remark {
        line: 7,
        column: LONG.to_owned(),
        value: HOSTILE.to_owned(),
        kind: kind.to_owned(),
        done: "row_rejected".to_owned(),
        ..Remark::default()
    }
}

fn told() -> Told {
    Told {
        rows: 41,
        new: 20,
        differs: 2,
        differing: vec![HOSTILE.to_owned(), LONG.to_owned()],
        foreign: 1_234,
        foreign_units: vec![
            Foreign { name: LONG.to_owned(), unit: None, rows: 3_000, lines: vec![2, 3, 5] },
            Foreign { name: HOSTILE.to_owned(), unit: None, rows: 1, lines: vec![9] },
        ],
        foreign_more: 7,
        units: 3,
        people: 12_345,
        notes: vec![remark("not_a_date"), remark("ragged"), remark("mixed_dates")],
        counts: vec![("not_a_date".to_owned(), "row_rejected".to_owned(), 1)],
        ..Told::default()
    }
}

fn batch(state: ImportState) -> ImportBatch {
    ImportBatch {
        id: Uuid::from_u128(7),
        source: "servicenow".to_owned(),
        file: HOSTILE.to_owned(),
        person: None,
        state,
        asked_to_stop: false,
        done: 1_500,
        total: 24_918,
        report: String::new(),
        started_at: now().plus_seconds(-90),
        changed_at: now(),
        taken_back: None,
    }
}

impl Samples for LogsView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let mut form = Form::of(&list::LOG).with("source", HOSTILE);
        form.fail("file", c.t("log-file-too-large").into_owned());
        let make = |table, astray, form| Self {
            sections: tabs(c),
            table,
            astray,
            form,
            units: vec![Choice::new("a", LONG), Choice::new("b", HOSTILE)],
            c: c.clone(),
        };
        vec![
            make(list::table(c).worst(), astray::table(c).worst(), form),
            make(list::table(c), astray::table(c), Form::of(&list::LOG)),
        ]
    }
}

fn taken_back(at: Option<domain::time::Instant>) -> TakenBack {
    TakenBack { command: domain::ids::CommandId(Uuid::from_u128(8)), by: None, moved_at: now(), at }
}

impl Samples for BackView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |outlook: Outlook| back::view(c.clone(), tabs(c), &batch(ImportState::Done), &outlook);
        let whole =
            Outlook { gone: 24_918, shorter: 1, units: 3, services: 2, people: 12_345, hindrance: None };
        let later = Hindrance::Later(Box::new(batch(ImportState::Done)));
        let hindered = |hindrance| Outlook { hindrance: Some(hindrance), ..Outlook::default() };
        let reasons = [Hindrance::NotDone, Hindrance::Already, Hindrance::Busy, later];
        std::iter::once(whole).chain(reasons.map(hindered)).map(make).collect()
    }
}

impl Samples for MapView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let about = |trouble: Option<&str>, saved: &[&str]| mapping::About {
            plan: "ab",
            file: HOSTILE.to_owned(),
            unit: LONG.to_owned(),
            source: BIDI.to_owned(),
            zone: "Europe/Moscow".to_owned(),
            saved: saved.iter().map(|name| (*name).to_owned()).collect(),
            trouble: trouble.map(str::to_owned),
        };
        let first = found(None);
        let doubts = first.suggestion.doubts.clone();
        let suggested = suggested();
        let mut sent =
            Form::of(&typed::MAP).with("zone", HOSTILE).with("column_0_role", "case").with("dates", "%d");
        sent.fail("zone", c.t("field-wrong").into_owned());
        sent.fail("column_0_role", c.t("field-required").into_owned());
        vec![
            mapping::view(
                c.clone(),
                tabs(c),
                about(None, &[LONG, HOSTILE]),
                Some(&first),
                &suggested,
                None,
                &doubts,
            ),
            mapping::view(
                c.clone(),
                tabs(c),
                about(Some(HOSTILE), &[]),
                None,
                &Mapping::default(),
                None,
                &[],
            ),
            mapping::view(c.clone(), tabs(c), about(None, &[]), Some(&first), &suggested, Some(sent), &[]),
        ]
    }
}

impl Samples for TryView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let about = || dry::About {
            plan: "ab".to_owned(),
            file: HOSTILE.to_owned(),
            unit: LONG.to_owned(),
            units: Vec::new(),
        };
        let gathered = gathered();
        let order =
            Order { source: "x".into(), file: "x".into(), unit: domain::ids::UnitId(Uuid::from_u128(1)) };
        let mut proposal = Proposal::default();
        proposal.newcomers.source = order.source;
        proposal.newcomers.units = [LONG, HOSTILE]
            .map(|name| app::company::NewUnit { id: order.unit, name: name.to_owned(), parent: None })
            .into();
        proposal.fates = vec![app::logs::Fate::New];

        vec![
            dry::view(c.clone(), tabs(c), about(), &told(), &gathered, &proposal, Form::of(&dry::TAKE)),
            dry::view(
                c.clone(),
                tabs(c),
                about(),
                &Told::default(),
                &gathered,
                &Proposal::default(),
                Form::of(&dry::TAKE),
            ),
        ]
    }
}

impl Samples for ProgressView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |state, told: &Told, flow: bool| {
            let flow = flow.then(|| routes::unit_flow("it"));
            let beside = Beside { flow, who: HOSTILE.to_owned(), may_take_back: true };
            progress::view(c.clone(), tabs(c), &batch(state), told, &[], beside)
        };
        let forbidden = Told { error: "forbidden".to_owned(), ..Told::default() };
        let own = Told { new: 0, longer: 0, ..told() };
        let lost = Told { error: "lost".to_owned(), ..Told::default() };
        let back = |at| {
            let batch = ImportBatch { taken_back: Some(taken_back(at)), ..batch(ImportState::Done) };
            let beside = Beside { who: HOSTILE.to_owned(), ..Beside::default() };
            progress::view(c.clone(), tabs(c), &batch, &told(), &[], beside)
        };
        let trouble = Told { trouble: Some(remark("doctype")), ..Told::default() };
        vec![
            make(ImportState::Reading, &Told::default(), false),
            make(ImportState::Staging, &Told::default(), false),
            make(ImportState::Done, &told(), true),
            make(ImportState::Done, &Told::default(), false),
            make(ImportState::Cancelled, &Told::default(), false),
            make(ImportState::Failed, &lost, false),
            make(ImportState::Failed, &forbidden, false),
            make(ImportState::Done, &own, true),
            make(ImportState::Failed, &trouble, false),
            back(None),
            back(Some(now())),
        ]
    }
}
