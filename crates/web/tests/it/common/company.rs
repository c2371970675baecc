//! The company of the story: four units inside, a vendor outside, and somebody in each.

use app::company::*;
use app::ledger::issue_budget;
use domain::company::UnitKind;
use domain::ids::{PersonId, UnitId};
use domain::ledger::BudgetMode;
use domain::localized::{Language, Localized};
use domain::permission::Role;
use testkit::Fixture;
use web::Site;

use crate::support::site;
use crate::support::world::{begin, by};

/// The company.
pub struct Company {
    /// The site over it.
    pub site: Site,
    /// The language of everybody in it.
    pub language: Language,
    /// Marketing, code `marketing`.
    pub marketing: UnitId,
    /// IT, code `it`.
    pub it: UnitId,
    /// Legal, code `legal`.
    pub legal: UnitId,
    /// Somebody of marketing without a role.
    pub anna: PersonId,
    /// A provider of IT.
    pub ilya: PersonId,
    /// The head of Legal.
    pub elena: PersonId,
    /// A provider of the vendor.
    pub pavel: PersonId,
    /// Finance.
    pub fyodor: PersonId,
}

/// Names of units and people in Russian and in English.
pub const MARKETING: (&str, &str) = ("Маркетинг", "Marketing");
/// IT.
pub const IT: (&str, &str) = ("Информационные технологии", "Information technology");
/// Legal.
pub const LEGAL: (&str, &str) = ("Юристы", "Legal");
/// The vendor.
pub const VENDOR: (&str, &str) = ("Интегра", "Integra");

impl Company {
    /// Begins it on Monday, 16 November 2026, at ten in Moscow, with a hard budget of marketing of 640 000.
    pub fn new(f: &Fixture, language: Language) -> Self {
        f.clock.set(domain::time::Instant::from_millis(1_794_812_400_000));
        let site = site(f);
        let started = begin(&site, false);
        let admin = started.administrator;
        let Started { promise, calendar, .. } = started;
        let unit = |code: &'static str, kind, name: (&str, &str)| {
            let name = Localized::both(name.0, name.1);
            by(&site, admin, move |tx, cx| {
                let (code, name) = (code.to_owned(), name.clone());
                create_unit(
                    tx,
                    cx,
                    CreateUnit { code, kind, parent: None, name, purpose: Localized::default() },
                )
            })
        };
        let marketing = unit("marketing", UnitKind::Internal, MARKETING);
        let it = unit("it", UnitKind::Internal, IT);
        let legal = unit("legal", UnitKind::Internal, LEGAL);
        let vendor = unit("integra", UnitKind::Vendor, VENDOR);
        let person = |name: &str, home: UnitId, role: Option<Role>| {
            let name = name.to_owned();
            let person = by(&site, admin, move |tx, cx| {
                let person = NewPerson { name: name.clone(), ..NewPerson::default() };
                let new = RegisterPerson { person, language, outside: false, identities: Vec::new() };
                register_person(tx, cx, new)
            });
            by(&site, admin, move |tx, cx| {
                start_membership(tx, cx, StartMembership { person, unit: home, manager: None, from: None })
            });
            if let Some(role) = role {
                let of = role.of_a_unit().then_some(home);
                by(&site, admin, move |tx, cx| grant_role(tx, cx, person, role, of));
            }
            person
        };
        let anna = person("Анна Белова", marketing, None);
        let ilya = person("Илья Громов", it, Some(Role::Provider));
        let elena = person("Елена Суд", legal, Some(Role::UnitHead));
        let pavel = person("Павел Стороженко", vendor, Some(Role::Provider));
        let fyodor = person("Фёдор Счётов", legal, Some(Role::Finance));
        for (unit, owner) in
            [(it, Some(ilya)), (legal, Some(elena)), (vendor, Some(pavel)), (marketing, None)]
        {
            by(&site, admin, move |tx, cx| {
                set_front_door(tx, cx, SetFrontDoor { unit, owner, promise, calendar, seen: None })
            });
        }
        by(&site, admin, move |tx, cx| name_front_desk(tx, cx, it, ilya));
        let notice = Localized::both("Измеряем время услуг", "We measure the time of services");
        by(&site, admin, move |tx, cx| publish_metering_notice(tx, cx, &notice));
        for person in [anna, ilya, elena] {
            by(&site, person, see_metering_notice);
        }
        by(&site, admin, move |tx, cx| set_budget_mode(tx, cx, marketing, BudgetMode::Hard));
        by(&site, fyodor, move |tx, cx| {
            let november = "2026-11".parse().expect("a month");
            issue_budget(tx, cx, marketing, november, 64_000_000)
        });
        Self { site, language, marketing, it, legal, anna, ilya, elena, pavel, fyodor }
    }

    /// The words of a pair in the company's language.
    pub fn say(&self, pair: (&'static str, &'static str)) -> &'static str {
        if self.language == Language::Ru { pair.0 } else { pair.1 }
    }
}
