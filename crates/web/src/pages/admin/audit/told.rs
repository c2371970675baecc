//! An act in words: who, what, to whom, what of it.

use std::collections::BTreeMap;

use app::audit::{Act, Acts, What};
use domain::access::{self, EventKind as AccessKind};
use domain::actor::{Actor, Channel};
use domain::company::{Event, EventKind as CompanyKind};
use domain::history::Envelope;
use domain::ids::{PersonId, RequestId, UnitId};
use domain::localized::Language;
use domain::permission::{Action, Resource, Viewer, can};
use domain::time::Instant;

use super::super::unit_name;
use crate::chrome::Chrome;
use crate::download;
use crate::i18n::Html;
use crate::labels;
use crate::parts::table::Cell;

/// Tells acts to a viewer.
pub(in crate::pages) struct Teller<'a> {
    pub c: &'a Chrome,
    pub viewer: &'a Viewer,
    pub acts: &'a Acts,
}

/// A moment to the minute.
pub(in crate::pages) fn moment(c: &Chrome, at: Instant) -> Html {
    c.time(at, format!("{}, {}", c.date_short(c.civil(at)), c.hour(at)))
}

/// What somebody is called.
pub(in crate::pages) fn name(c: &Chrome, names: &BTreeMap<PersonId, String>, person: PersonId) -> String {
    let name = names.get(&person).filter(|name| !name.is_empty());
    name.cloned().unwrap_or_else(|| c.t("person-erased").into_owned())
}

/// Who did it.
pub(in crate::pages) fn actor(c: &Chrome, names: &BTreeMap<PersonId, String>, envelope: &Envelope) -> String {
    let key = match envelope.actor {
        Actor::Person(person) => return name(c, names, person),
        _ if envelope.channel == Channel::Cli => "audit-console",
        Actor::Token(id) if id.is_nil() => "audit-console",
        Actor::Timer | Actor::Import(_) => "audit-automatic",
        Actor::Token(_) => "audit-program",
        Actor::Link(_) => "history-by-link",
        Actor::Anonymous => "audit-anonymous",
    };
    c.t(key).into_owned()
}

impl Teller<'_> {
    fn unit(&self, id: UnitId) -> String {
        self.acts.units.get(&id).map(|unit| unit_name(self.c, unit)).unwrap_or_default()
    }

    fn person(&self, id: PersonId) -> String {
        name(self.c, &self.acts.people, id)
    }

    fn t(&self, key: &str) -> String {
        self.c.t(key).into_owned()
    }

    /// What happened, in a few words.
    pub(in crate::pages) fn what(&self, act: &Act) -> String {
        self.t(match &act.what {
            What::Company(event) => labels::company_act(CompanyKind::from(event)),
            What::Access(event) => labels::access_act(AccessKind::from(event)),
        })
    }

    /// Where it happened: the unit, the service.
    fn place(&self, act: &Act) -> String {
        let service = act.service.and_then(|id| self.acts.services.get(&id));
        let service = service.map(|code| self.c.ta("audit-service", &[("code", code.as_str().into())]));
        let unit = act.unit.map(|unit| self.unit(unit)).filter(|name| !name.is_empty());
        [unit, service].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What of it is worth telling, with what it was before.
    pub(in crate::pages) fn detail(&self, act: &Act) -> String {
        let now = self.said(&act.what, act.unit);
        let before = act.before.as_ref().map(|before| self.said(before, act.unit)).unwrap_or_default();
        if before.is_empty() || before == now {
            return now;
        }
        let was = self.c.ta("audit-before", &[("was", before.into())]);
        if now.is_empty() { was } else { format!("{now} ({was})") }
    }

    fn said(&self, what: &What, unit: Option<UnitId>) -> String {
        match what {
            What::Company(event) => self.of_company(event, unit),
            What::Access(event) => self.of_access(event),
        }
    }

    /// A request that was opened; why, for auditors and for whoever's it is, unless others reset their account.
    fn opened(&self, request: RequestId, customer: PersonId, until: Instant) -> String {
        let (number, reason) = self.acts.opened.get(&request).cloned().unwrap_or_default();
        let opened = self.c.ta(
            "audit-opened",
            &[("number", number.to_string().into()), ("until", self.c.until(until).into())],
        );
        let may =
            can(self.viewer, Action::Audit, Resource::Company) || self.viewer.person() == Some(customer);
        let may = may && !self.viewer.held;
        if may && !reason.is_empty() { format!("{opened}: {reason}") } else { opened }
    }

    fn of_company(&self, event: &Event, unit: Option<UnitId>) -> String {
        let c = self.c;
        let may = |action| unit.is_some_and(|unit| can(self.viewer, action, Resource::Unit(unit)));
        match event {
            Event::Started { currency, zone, .. } => format!("{}, {zone}", currency.code()),
            Event::FrontDeskNamed { owner, unit } => format!("{}, {}", self.person(*owner), self.unit(*unit)),
            Event::AddressSaid { address } => address.clone(),
            Event::FactorRequired { roles } => {
                let roles: Vec<_> = roles.iter().map(|role| self.t(labels::role(*role))).collect();
                if roles.is_empty() { "—".to_owned() } else { roles.join(", ") }
            }
            Event::CalendarPublished { number, .. }
            | Event::PromisePublished { number, .. }
            | Event::RateSet { number, .. } => self.version(*number),
            Event::ServiceVersionPublished { version, .. } => self.version(version.number),
            Event::UnitCreated { code, .. } | Event::ServiceCreated { code, .. } => code.clone(),
            Event::UnitMoved { parent, .. } => parent.map_or_else(|| "—".to_owned(), |unit| self.unit(unit)),
            Event::FrontDoorSet { owner, .. } => owner.map_or_else(|| "—".to_owned(), |who| self.person(who)),
            Event::BudgetModeSet { mode, .. } => self.t(labels::budget_mode(*mode)),
            Event::BudgetIssued { period, amount, .. } | Event::BudgetWithdrawn { period, amount, .. } => {
                let period = crate::pages::account::period_name(c, *period);
                if may(Action::ReadAccount) { format!("{period}: {}", c.money(*amount)) } else { period }
            }
            Event::LanguageChosen { language, .. } => match language {
                Language::Ru => "Русский".to_owned(),
                Language::En => "English".to_owned(),
            },
            Event::IdentityLinked { source, .. } | Event::IdentityUnlinked { source, .. } => source.clone(),
            Event::MembershipStarted { manager: Some(manager), .. } => {
                c.ta("audit-manager", &[("name", self.person(*manager).into())])
            }
            Event::RoleGranted { role, .. } | Event::RoleRevoked { role, .. } => self.t(labels::role(*role)),
            Event::ServiceStageChanged { stage, .. } => self.t(labels::service_stage(*stage)),
            Event::MeteringNoticePublished { .. }
            | Event::UnitTextsChanged { .. }
            | Event::UnitClosed { .. }
            | Event::PersonRegistered { .. }
            | Event::ProfileChanged { .. }
            | Event::MembershipStarted { manager: None, .. }
            | Event::MembershipEnded { .. }
            | Event::SwitchedOff { .. }
            | Event::SwitchedOn { .. }
            | Event::MeteringNoticeSeen { .. } => String::new(),
        }
    }

    fn version(&self, number: u32) -> String {
        self.c.ta("audit-version", &[("n", i64::from(number).into())])
    }

    fn of_access(&self, event: &access::Event) -> String {
        let c = self.c;
        match event {
            access::Event::LinkMade { expires_at, .. } => {
                c.ta("audit-until", &[("until", c.until(*expires_at).into())])
            }
            access::Event::SignedIn { way, .. } => self.t(labels::way(*way)),
            access::Event::SessionsEnded { count, .. } => {
                c.count("audit-sessions", usize::try_from(*count).unwrap_or(usize::MAX))
            }
            access::Event::BroughtPeople { created, changed } => {
                let number = |n: &u64| c.number(i64::try_from(*n).unwrap_or(i64::MAX)).into();
                c.ta("audit-people", &[("created", number(created)), ("changed", number(changed))])
            }
            access::Event::TookAway { what, .. } => self.t(labels::taken(*what)),
            access::Event::Opened { request, customer, until, .. } => {
                self.opened(*request, *customer, *until)
            }
            access::Event::Begun { .. }
            | access::Event::LinkRevoked { .. }
            | access::Event::LinkUsed { .. }
            | access::Event::Reset { .. }
            | access::Event::Confirmed
            | access::Event::FactorAdded
            | access::Event::FactorRemoved { .. }
            | access::Event::CodesMade { .. }
            | access::Event::PasswordChanged
            | access::Event::BroughtIn { .. }
            | access::Event::TookBack { .. }
            | access::Event::SessionEnded { .. } => String::new(),
        }
    }

    /// A row of the list; names lead to `to_person`.
    pub(in crate::pages) fn row(&self, act: &Act, to_person: &dyn Fn(PersonId) -> String) -> Vec<Cell> {
        let who = Cell::text(actor(self.c, &self.acts.people, &act.envelope));
        let who = match act.envelope.actor.person() {
            Some(person) => who.to(to_person(person)),
            None => who,
        };
        let place = self.place(act);
        // What people do to themselves is told once.
        let whom = act.whom.filter(|whom| act.envelope.actor.person() != Some(*whom));
        let whom = match whom {
            Some(whom) => Cell::text(self.person(whom)).to(to_person(whom)).below(place),
            None => Cell::text(place),
        };
        vec![
            Cell::html(moment(self.c, act.envelope.recorded_at)),
            who,
            Cell::text(self.what(act)),
            whom,
            Cell::text(self.detail(act)),
            Cell::text(act.network.clone().unwrap_or_default()),
        ]
    }

    /// A line of the file.
    pub(in crate::pages) fn line(&self, act: &Act) -> String {
        let whom = act.whom.map(|whom| self.person(whom)).unwrap_or_default();
        let id = |person: Option<PersonId>| person.map(|id| id.to_string()).unwrap_or_default();
        let cells = [
            act.envelope.recorded_at.to_timestamp().to_string(),
            actor(self.c, &self.acts.people, &act.envelope),
            id(act.envelope.actor.person()),
            self.t(labels::channel(act.envelope.channel)),
            self.what(act),
            whom,
            id(act.whom),
            self.place(act),
            self.detail(act),
            act.network.clone().unwrap_or_default(),
            act.place.stream.to_string(),
            act.place.seq.to_string(),
        ];
        download::row(self.c, &cells)
    }
}

/// The headings of the file.
pub(in crate::pages) fn heads(c: &Chrome) -> String {
    let keys = [
        "audit-when",
        "audit-who",
        "audit-who-id",
        "audit-channel",
        "audit-what",
        "audit-whom",
        "audit-whom-id",
        "audit-place",
        "audit-detail",
        "audit-network",
        "audit-stream",
        "audit-seq",
    ];
    download::row(c, &keys.map(|key| c.t(key).into_owned()))
}
