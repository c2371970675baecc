//! Sample pages of administration.

use app::company::{Change, Column, ImportReport, Missing, Planned, Problem, Setup};
use domain::company::{Stage, UnitKind};
use domain::ids::PersonId;
use domain::promise::{Amount, PromiseKind};

use super::alerts::ClockJump;
use super::company::CompanySettingsView;
use super::import::{ImportView, PreviewView};
use super::overview::OverviewView;
use super::people::{PeopleView, PersonRow};
use super::person::{Held, Home, PersonEditView};
use super::promises::{CalendarRow, PromiseRow, PromisesView};
use super::rates::{RateRow, RatesView};
use super::service::ServiceEditView;
use super::services::{ServiceRow, ServicesView};
use super::unit::{ServiceLink, UnitEditView};
use super::units::{UnitRow, UnitsView};
use super::*;
use crate::parts::{Mark, State, Tag};
use crate::samples::{BIDI, HOSTILE, LONG, Samples};

fn tabs(c: &Chrome) -> Vec<Tab> {
    sections_of(c, May { all: true, edits: true, rates: true }, &routes::admin_units())
}

fn choices() -> Vec<Choice> {
    vec![Choice::new("", "—"), Choice::new("a", HOSTILE), Choice::new("b", LONG).hint(BIDI)]
}

fn bad(c: &Chrome, id: &'static str, field: &str) -> Form {
    let mut form = Form::new(id).with(field, HOSTILE);
    form.fail(field, c.t("field-required").into_owned());
    form
}

impl Samples for OverviewView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |done: bool| {
            let setup = Setup {
                units: usize::from(done),
                people: done,
                belongs: done,
                roles: done,
                requests: done,
                services: done,
                budgets: done,
                front_desk: done,
                metering: true,
            };
            Self {
                sections: tabs(c),
                company: HOSTILE.into(),
                steps: overview::all(c, &setup, None),
                complete: setup.is_complete(),
                about: vec![("admin-about-currency", "RUB".into()), ("admin-about-zone", LONG.into())],
                clock: (!done)
                    .then(|| ClockJump { text: LONG.into(), now: "1 января 2031, 00:00".into() }),
                c: c.clone(),
            }
        };
        vec![make(true), make(false)]
    }
}

impl Samples for UnitsView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let row = |mark| UnitRow {
            href: routes::admin_unit(HOSTILE),
            name: LONG.into(),
            code: "crm".into(),
            kind: units::kind_name(UnitKind::Vendor),
            parent: HOSTILE.into(),
            owner: BIDI.into(),
            state: State::new(mark, c.t("unit-state-open")),
        };
        let make = |full: bool| Self {
            sections: tabs(c),
            rows: if full { vec![row(Mark::Plain), row(Mark::Soon)] } else { Vec::new() },
            form: if full { bad(c, "unit", "code") } else { Form::new("unit") },
            kinds: choices(),
            parents: choices(),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for UnitEditView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool, closed: bool| Self {
            sections: tabs(c),
            code: HOSTILE.into(),
            name: LONG.into(),
            kind: units::kind_name(UnitKind::Internal),
            closed,
            all: full,
            seen: 3,
            texts: if full { bad(c, "texts", "name_ru") } else { Form::new("texts") },
            door: if full { bad(c, "door", "owner") } else { Form::new("door") },
            owners: choices(),
            promises: choices(),
            calendars: choices(),
            budget: Form::new("mode").with("mode", "soft"),
            modes: mode_choices(c),
            parent: Form::new("place"),
            parents: choices(),
            close: if full { bad(c, "close", "unit") } else { Form::new("close") },
            services: if full {
                Stage::ALL
                    .map(|stage| ServiceLink {
                        href: routes::admin_service("crm"),
                        name: HOSTILE.into(),
                        stage: unit::stage_name(stage),
                    })
                    .to_vec()
            } else {
                Vec::new()
            },
            c: c.clone(),
        };
        vec![make(true, false), make(false, false), make(true, true)]
    }
}

impl Samples for PeopleView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let row = || PersonRow {
            href: routes::admin_person(HOSTILE),
            name: BIDI.into(),
            position: LONG.into(),
            email: "a@b.example".into(),
            units: HOSTILE.into(),
            roles: LONG.into(),
            state: State::new(Mark::Done, c.t("person-off")),
        };
        let make = |full: bool| Self {
            sections: tabs(c),
            rows: if full { vec![row(), row()] } else { Vec::new() },
            next: full.then(routes::admin_people),
            form: if full { bad(c, "person", "name") } else { Form::new("person") },
            units: choices(),
            languages: people::languages(),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for PersonEditView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: tabs(c),
            id: HOSTILE.into(),
            name: BIDI.into(),
            active: full,
            seen: 1,
            profile: if full { bad(c, "profile", "email") } else { Form::new("profile") },
            languages: people::languages(),
            homes: if full { vec![Home { id: "u".into(), name: HOSTILE.into() }] } else { Vec::new() },
            join: if full { bad(c, "join", "unit") } else { Form::new("join") },
            units: choices(),
            held: if full {
                vec![Held { role: "provider", unit: String::new(), name: LONG.into() }]
            } else {
                Vec::new()
            },
            grant: if full { bad(c, "grant", "role") } else { Form::new("grant") },
            roles: Role::ALL.map(|role| Choice::new(role.code(), c.t(role_name(role)))).to_vec(),
            role_units: choices(),
            acts: if full { bad(c, "acts", "active") } else { Form::new("acts") },
            link: Form::new("link"),
            made: full.then(|| ("https://vitrina.example/set-password/00ff".into(), c.until(c.now))),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for ImportView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |form| Self { sections: tabs(c), form, c: c.clone() };
        vec![make(Form::new("import")), make(bad(c, "import", "file"))]
    }
}

impl Samples for PreviewView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let planned = |line| Planned {
            line,
            person: None,
            number: HOSTILE.into(),
            name: BIDI.into(),
            changes: vec![
                Change { column: Column::Roles, from: String::new(), to: "provider".into() },
                Change { column: Column::Name, from: HOSTILE.into(), to: LONG.into() },
            ],
        };
        let problem =
            |column, problem, limit| Problem { line: 7, column, value: HOSTILE.into(), problem, limit };
        let person = PersonId(uuid::Uuid::nil());
        let full = ImportReport {
            applied: false,
            encoding: "windows-1251",
            separator: ';',
            rows: 250,
            created: (1..=250).map(planned).collect(),
            changed: vec![planned(3)],
            unchanged: 12,
            switched_off: vec![planned(4)],
            missing: vec![Missing { person, number: LONG.into(), name: HOSTILE.into() }],
            problems: vec![
                problem(Some(Column::Unit), "import-unit-unknown", None),
                problem(None, "import-row-length", Some(5)),
                problem(Some(Column::Email), "unheard-of", None),
            ],
            ignored: vec![HOSTILE.into()],
        };
        let empty = ImportReport {
            separator: '\t',
            rows: 1,
            created: Vec::new(),
            changed: Vec::new(),
            switched_off: Vec::new(),
            missing: Vec::new(),
            problems: Vec::new(),
            ignored: Vec::new(),
            ..full.clone()
        };
        [full, empty]
            .map(|report| {
                import::view(
                    c.clone(),
                    tabs(c),
                    HOSTILE.into(),
                    "00ff".into(),
                    &report,
                    &import::Names::default(),
                )
            })
            .into()
    }
}

impl Samples for ServicesView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let row = |tag| ServiceRow {
            href: routes::admin_service(HOSTILE),
            name: LONG.into(),
            code: "crm".into(),
            unit: HOSTILE.into(),
            stage: unit::stage_name(Stage::Live),
            version: "3".into(),
            tag,
        };
        let make = |full: bool| Self {
            sections: sections_of(c, May { all: full, edits: true, rates: full }, &routes::admin_services()),
            rows: if full { vec![row(None), row(Some(Tag::of(90_000, 300)))] } else { Vec::new() },
            next: full.then(routes::admin_services),
            form: if full { bad(c, "service", "code") } else { Form::new("service") },
            units: choices(),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for ServiceEditView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: sections_of(c, May { all: full, edits: true, rates: full }, &routes::admin_services()),
            code: HOSTILE.into(),
            name: LONG.into(),
            unit: BIDI.into(),
            seen: 9,
            stage: if full { bad(c, "stage", "stage") } else { Form::new("stage") },
            stages: choices(),
            form: if full { bad(c, "version", "criteria[0]_ru") } else { Form::new("version") },
            pricings: service::pricings(c),
            classes: service::classes(c),
            promises: choices(),
            criteria: service::sample_criteria(c),
            audience: vec![(Form::new("version").field("audience[x]"), LONG.into())],
            idea: full,
            versions: if full { vec![(2, c.day(c.now), HOSTILE.into())] } else { Vec::new() },
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for PromisesView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let kinds = PromiseKind::ALL.map(promises::kind_name);
        let amounts = [Amount::WorkingSeconds(5_400), Amount::WorkingDays(1), Amount::WorkingDays(12)];
        let promises = kinds.into_iter().zip(amounts).map(|(kind, amount)| PromiseRow {
            kind,
            amount: promises::amount(c, amount),
            calendar: HOSTILE.into(),
            version: 2,
            from: c.day(c.now),
        });
        let calendar = CalendarRow {
            name: BIDI.into(),
            zone: "Europe/Moscow".into(),
            hours: LONG.into(),
            exceptions: c.count("calendar-exceptions", 21),
            version: 1,
            from: c.day(c.now),
        };
        vec![Self {
            sections: tabs(c),
            promises: promises.collect(),
            calendars: vec![calendar],
            form: bad(c, "promise", "hours"),
            kinds: choices(),
            calendar_choices: choices(),
            replaced: choices(),
            c: c.clone(),
        }]
    }
}

impl Samples for RatesView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let row = |mark, people: &str| RateRow {
            unit: LONG.into(),
            per_hour: c.money(150_000),
            from: c.date(c.civil(c.now)),
            version: 12,
            state: State::new(mark, c.t("rate-few")),
            people: people.into(),
        };
        let make = |full: bool| Self {
            sections: sections_of(c, May { all: full, edits: full, rates: true }, &routes::admin_rates()),
            rows: if full {
                vec![row(Mark::Done, "12"), RateRow { unit: HOSTILE.into(), ..row(Mark::Plain, "") }]
            } else {
                Vec::new()
            },
            form: if full { bad(c, "rate", "per_hour") } else { Form::new("rate") },
            units: choices(),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for CompanySettingsView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: tabs(c),
            choose: Form::new("choose"),
            units: choices(),
            desk: if full { bad(c, "front-desk", "owner") } else { Form::new("front-desk") },
            owners: if full { choices() } else { Vec::new() },
            notice: if full { bad(c, "metering", "notice_ru") } else { Form::new("metering") },
            metering: full,
            address: if full { bad(c, "address", "address") } else { Form::new("address") },
            set: full.then(|| HOSTILE.into()),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}
