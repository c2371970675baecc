//! Sample pages of administration.

use app::company::{Change, Column, ImportReport, Missing, Planned, Problem, Setup};
use domain::company::{ServiceStage, UnitKind};
use domain::ids::PersonId;
use domain::permission::Role;

use super::alerts::ClockJump;
use super::audit::{self, AuditView};
use super::company::CompanySettingsView;
use super::holds::{self, HeldRow, HoldsView, LinkRow};
use super::import::{ImportView, PreviewView};
use super::opening::{self, OpeningView};
use super::overview::OverviewView;
use super::past::{self, PastView};
use super::people::PeopleView;
use super::person::{Held, Home, PersonEditView};
use super::promises::PromisesView;
use super::rates::RatesView;
use super::service::ServiceEditView;
use super::services::ServicesView;
use super::unit::{ServiceLink, UnitEditView};
use super::units::UnitsView;
use super::*;
use crate::form::decl::FormDecl;
use crate::labels;
use crate::samples::{BIDI, HOSTILE, LONG, Samples};

fn tabs(c: &Chrome) -> Vec<Tab> {
    sections_of(c, May { all: true, edits: true, rates: true, watch: true }, &routes::admin_units())
}

fn choices() -> Vec<Choice> {
    vec![Choice::new("", "—"), Choice::new("a", HOSTILE), Choice::new("b", LONG).hint(BIDI)]
}

fn bad(c: &Chrome, decl: &FormDecl, field: &str) -> Form {
    let mut form = Form::of(decl).with(field, HOSTILE);
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
        let make = |full: bool| Self {
            sections: tabs(c),
            table: if full { units::table(c).worst() } else { units::table(c) },
            form: if full { bad(c, &units::UNIT, "code") } else { Form::of(&units::UNIT) },
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
            kind: labels::unit_kind(UnitKind::Internal),
            closed,
            all: full,
            seen: 3,
            texts: if full { bad(c, &unit::TEXTS, "name_ru") } else { Form::of(&unit::TEXTS) },
            door: if full { bad(c, &unit::DOOR, "owner") } else { Form::of(&unit::DOOR) },
            owners: choices(),
            promises: choices(),
            calendars: choices(),
            budget: Form::of(&unit::MODE).with("mode", "soft"),
            modes: mode_choices(c),
            parent: Form::of(&unit::PLACE),
            parents: choices(),
            close: if full { bad(c, &unit::CLOSE, "unit") } else { Form::of(&unit::CLOSE) },
            services: if full {
                ServiceStage::ALL
                    .map(|stage| ServiceLink {
                        href: routes::admin_service("crm"),
                        name: HOSTILE.into(),
                        stage: labels::service_stage(stage),
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
        let make = |full: bool| Self {
            sections: tabs(c),
            table: if full { people::table(c).worst() } else { people::table(c) },
            next: full.then(routes::admin_people),
            form: if full { bad(c, &people::PERSON, "name") } else { Form::of(&people::PERSON) },
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
            profile: if full { bad(c, &person::PROFILE, "email") } else { Form::of(&person::PROFILE) },
            languages: people::languages(),
            homes: if full { vec![Home { id: "u".into(), name: HOSTILE.into() }] } else { Vec::new() },
            join: if full { bad(c, &person::JOIN, "unit") } else { Form::of(&person::JOIN) },
            units: choices(),
            held: if full {
                vec![Held { role: "provider", unit: String::new(), name: LONG.into() }]
            } else {
                Vec::new()
            },
            grant: if full { bad(c, &person::GRANT, "role") } else { Form::of(&person::GRANT) },
            roles: Role::ALL.map(|role| Choice::new(role.code(), c.t(labels::role(role)))).to_vec(),
            role_units: choices(),
            acts: if full { bad(c, &person::SWITCH, "active") } else { Form::of(&person::SWITCH) },
            link: Form::of(&person::LINK),
            waits: full.then(|| c.until(c.now)),
            sessions_open: full.then(|| HOSTILE.into()),
            factor: full.then(|| HOSTILE.into()),
            acts_at: routes::admin_audit(),
            made: full.then(|| ("https://vitrina.example/set-password/00ff".into(), c.until(c.now))),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for ImportView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |form| Self { sections: tabs(c), form, c: c.clone() };
        vec![make(Form::of(&import::IMPORT)), make(bad(c, &import::IMPORT, "file"))]
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
        let make = |full: bool| Self {
            sections: sections_of(
                c,
                May { all: full, edits: true, rates: full, watch: full },
                &routes::admin_services(),
            ),
            table: if full { services::table(c).worst() } else { services::table(c) },
            next: full.then(routes::admin_services),
            form: if full { bad(c, &services::SERVICE, "code") } else { Form::of(&services::SERVICE) },
            units: choices(),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for ServiceEditView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: sections_of(
                c,
                May { all: full, edits: true, rates: full, watch: full },
                &routes::admin_services(),
            ),
            code: HOSTILE.into(),
            name: LONG.into(),
            unit: BIDI.into(),
            seen: 9,
            stage: if full { bad(c, &service::STAGE, "stage") } else { Form::of(&service::STAGE) },
            stages: choices(),
            form: if full {
                bad(c, &service::VERSION, "criteria[0]_ru")
            } else {
                Form::of(&service::VERSION)
            },
            pricings: service::pricings(c),
            classes: service::classes(c),
            promises: choices(),
            criteria: service::sample_criteria(c),
            audience: vec![(Form::of(&service::VERSION).field("audience[x]"), LONG.into())],
            idea: full,
            versions: if full { vec![(2, c.day(c.now), HOSTILE.into())] } else { Vec::new() },
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for PromisesView {
    fn samples(c: &Chrome) -> Vec<Self> {
        vec![Self {
            sections: tabs(c),
            promises: promises::promise_table(c).worst(),
            calendars: promises::calendar_table(c).worst(),
            form: bad(c, &promises::PROMISE, "hours"),
            kinds: choices(),
            calendar_choices: choices(),
            replaced: choices(),
            c: c.clone(),
        }]
    }
}

impl Samples for RatesView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: sections_of(
                c,
                May { all: full, edits: full, rates: true, watch: full },
                &routes::admin_rates(),
            ),
            table: if full { rates::table(c).worst() } else { rates::table(c) },
            form: if full { bad(c, &rates::RATE, "per_hour") } else { Form::of(&rates::RATE) },
            units: choices(),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for AuditView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: sections_of(
                c,
                May { all: full, edits: false, rates: false, watch: true },
                &routes::admin_audit(),
            ),
            form: Form::of(&audit::FILTER).with("q", HOSTILE).with("from", "2026-11-01"),
            units: choices(),
            kinds: audit::kinds(c),
            person: full.then(|| (HOSTILE.into(), routes::admin_audit())),
            several: if full {
                Vec::new()
            } else {
                vec![(HOSTILE.into(), "/".into()), (LONG.into(), "/".into())]
            },
            nobody: !full,
            table: if full { audit::acts_table(c).worst() } else { audit::acts_table(c) },
            next: full.then(routes::admin_audit),
            file: routes::admin_audit_file(),
            ledger: full.then(routes::journal),
            failures: if full { audit::failures_table(c).worst() } else { audit::failures_table(c) },
            roots: if full { audit::roots_table(c).worst() } else { audit::roots_table(c) },
            steps: if full {
                Some(audit::steps_table(c, HOSTILE.into()).worst())
            } else {
                Some(audit::steps_table(c, String::new()))
            },
            opens: full.then(|| routes::admin_open(7)),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for PastView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: tabs(c),
            table: if full { past::table(c).worst() } else { past::table(c) },
            more: full,
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for OpeningView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: tabs(c),
            number: 1_482,
            form: if full { bad(c, &opening::OPENING, "reason") } else { Form::of(&opening::OPENING) },
            may: full,
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for HoldsView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let row = |name: &str, may| HeldRow {
            id: PersonId(uuid::Uuid::from_u128(u128::from(may))).to_string(),
            name: name.into(),
            since: c.time_ago(c.now),
            by: BIDI.into(),
            may,
        };
        let make = |full: bool| Self {
            sections: sections_of(
                c,
                May { all: full, edits: true, rates: false, watch: full },
                &routes::admin_holds(),
            ),
            form: if full { bad(c, &holds::CONFIRM, "person") } else { Form::of(&holds::CONFIRM) },
            rows: if full { vec![row(HOSTILE, true), row(LONG, false)] } else { Vec::new() },
            links: full.then(|| {
                let link = |name: &str| LinkRow {
                    id: PersonId(uuid::Uuid::from_u128(9)).to_string(),
                    name: name.into(),
                    login: LONG.into(),
                    until: c.until(c.now),
                    made: c.time_ago(c.now),
                };
                vec![link(HOSTILE), link(BIDI)]
            }),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}

impl Samples for CompanySettingsView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let make = |full: bool| Self {
            sections: tabs(c),
            choose: Form::of(&company::CHOOSE),
            units: choices(),
            desk: if full { bad(c, &company::DESK, "owner") } else { Form::of(&company::DESK) },
            owners: if full { choices() } else { Vec::new() },
            notice: if full { bad(c, &company::METERING, "notice_ru") } else { Form::of(&company::METERING) },
            metering: full,
            address: if full { bad(c, &company::ADDRESS, "address") } else { Form::of(&company::ADDRESS) },
            factors: Form::of(&company::FACTORS).with("auditor", "yes"),
            set: full.then(|| HOSTILE.into()),
            c: c.clone(),
        };
        vec![make(true), make(false)]
    }
}
