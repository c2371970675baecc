//! Founding the company: calendars, promises, units, people, services, budgets, personas.

use std::collections::HashMap;

use app::company::*;
use app::{AppError, Cx, ledger};
use domain::actor::Channel;
use domain::calendar::{Hours, Week, russian_exceptions};
use domain::company::{Pricing, ServiceStage};
use domain::ids::{CalendarId, PromiseId};
use domain::ledger::Period;
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::{Role, Viewer};
use domain::promise::{Amount, PromiseKind};
use domain::request::Class;
use domain::time::Instant;
use store::Tx;
use store::repo::credential::put_persona;

use crate::content::*;
use crate::error::DemoError;
use crate::maker::Maker;
use crate::when::{When, ZONE};

/// How long each step of founding takes.
const SECONDS_EACH: i64 = 20;
/// Kopecks in a rouble.
const KOPECKS: i64 = 100;

/// Founds the company some days before its first story.
pub(crate) fn found(
    tx: &mut dyn Tx,
    maker: &mut Maker<'_>,
    content: &Content,
    now: Instant,
) -> Result<(), DemoError> {
    let began = maker.days.at(When::Day(-46, jiff::civil::time(9, 0, 0, 0)))?;
    let mut founder =
        Founder { maker, content, at: began, calendars: HashMap::new(), promises: HashMap::new() };
    founder.begin(tx)?;
    founder.calendars(tx)?;
    founder.units(tx)?;
    founder.people(tx)?;
    founder.roles(tx)?;
    founder.settings(tx)?;
    founder.services(tx)?;
    founder.budgets(tx, now)?;
    founder.rates(tx)?;
    founder.personas(tx)
}

struct Founder<'a, 'b> {
    maker: &'a mut Maker<'b>,
    content: &'a Content,
    at: Instant,
    calendars: HashMap<String, CalendarId>,
    promises: HashMap<(String, String), PromiseId>,
}

impl Founder<'_, '_> {
    /// The administrator's next command.
    fn admin(&mut self, tx: &mut dyn Tx) -> Result<Cx, DemoError> {
        self.next_of(tx, &self.content.company.administrator)
    }

    /// The next command of somebody. Each takes its time, so that what is listed by age stands in the order of the content.
    fn next_of(&mut self, tx: &mut dyn Tx, key: &str) -> Result<Cx, DemoError> {
        self.at = self.at.plus_seconds(SECONDS_EACH);
        self.maker.cx_of(tx, key, self.at)
    }

    fn begin(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        let company = &self.content.company;
        let first = self.content.people.iter().find(|person| person.key == company.administrator);
        let first = first.ok_or(AppError::Missing("person")).map_err(DemoError::at("the administrator"))?;
        let mut cx = self.maker.cx(Viewer::nobody(), self.at, Channel::Cli);
        let started = start_company(
            tx,
            &mut cx,
            StartCompany {
                name: company.name.clone(),
                currency: Currency::RUB,
                zone: ZONE.to_owned(),
                language: Language::Ru,
                address: None,
                demonstration: true,
                administrator: profile(first),
            },
        )
        .map_err(DemoError::at("the company"))?;
        self.maker.people.insert(first.key.clone(), started.administrator);
        self.calendars.insert("office".to_owned(), started.calendar);
        Ok(())
    }

    fn calendars(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        for text in &self.content.company.calendars {
            let hours = text.hours.iter().filter_map(|hours| hours.split_once('-'));
            let hours: Vec<Hours> = hours.map(|(from, to)| Hours::new(from, to)).collect();
            let week = Week::five_days(&hours);
            let mut cx = self.admin(tx)?;
            let id = publish_calendar(
                tx,
                &mut cx,
                PublishCalendar {
                    unit: None,
                    name: text.name.localized(),
                    zone: ZONE.to_owned(),
                    exceptions: russian_exceptions(&week),
                    week,
                    replaces: None,
                    valid_from: None,
                },
            );
            let id = id.map_err(DemoError::at(format!("the calendar {}", text.key)))?;
            self.calendars.insert(text.key.clone(), id);
        }
        Ok(())
    }

    /// The promise of a first answer within `answer` by a calendar, published when it is first needed.
    fn promise(&mut self, tx: &mut dyn Tx, calendar: &str, answer: &str) -> Result<PromiseId, DemoError> {
        let key = (calendar.to_owned(), answer.to_owned());
        if let Some(known) = self.promises.get(&key) {
            return Ok(*known);
        }
        let place = format!("the promise {answer} by {calendar}");
        let missing = AppError::Missing("promise");
        let amount = amount(answer).ok_or(missing.clone()).map_err(DemoError::at(place.clone()))?;
        let calendar = self.calendars.get(calendar).copied().ok_or(missing);
        let calendar = calendar.map_err(DemoError::at(place.clone()))?;
        let new = PublishPromise {
            unit: None,
            kind: PromiseKind::FirstAnswer,
            amount,
            calendar,
            replaces: None,
            valid_from: None,
        };
        let mut cx = self.admin(tx)?;
        let id = publish_promise(tx, &mut cx, new).map_err(DemoError::at(place))?;
        self.promises.insert(key, id);
        Ok(id)
    }

    fn units(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        for text in &self.content.units {
            let parent = text.parent.as_deref().map(|code| self.maker.unit(code)).transpose()?;
            let new = CreateUnit {
                code: text.code.clone(),
                kind: text.kind,
                parent,
                name: Localized::both(&text.ru.name, &text.en.name),
                purpose: Localized::both(&text.ru.purpose, &text.en.purpose),
            };
            let mut cx = self.admin(tx)?;
            let unit = create_unit(tx, &mut cx, new).map_err(DemoError::at(format!("unit {}", text.code)))?;
            self.maker.units.insert(text.code.clone(), unit);
        }
        Ok(())
    }

    fn people(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        for text in &self.content.people {
            let place = format!("person {}", text.key);
            if !self.maker.people.contains_key(&text.key) {
                let new = RegisterPerson {
                    person: profile(text),
                    language: text.language,
                    outside: text.outside,
                    identities: Vec::new(),
                };
                let mut cx = self.admin(tx)?;
                let person = register_person(tx, &mut cx, new).map_err(DemoError::at(place))?;
                self.maker.people.insert(text.key.clone(), person);
            }
        }
        for text in &self.content.people {
            let new = StartMembership {
                person: self.maker.person(&text.key)?,
                unit: self.maker.unit(&text.unit)?,
                manager: text.manager.as_deref().map(|key| self.maker.person(key)).transpose()?,
                from: None,
            };
            let mut cx = self.admin(tx)?;
            start_membership(tx, &mut cx, new)
                .map_err(DemoError::at(format!("membership of {}", text.key)))?;
        }
        Ok(())
    }

    fn roles(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        for text in &self.content.people {
            for role in &text.roles {
                let place = format!("role {role} of {}", text.key);
                let (code, unit) = role.split_once('@').unwrap_or((role, &text.unit));
                let role = Role::from_code(code).ok_or(AppError::Missing("role"));
                let role = role.map_err(DemoError::at(place.clone()))?;
                let unit = role.of_a_unit().then(|| self.maker.unit(unit)).transpose()?;
                let person = self.maker.person(&text.key)?;
                let mut cx = self.admin(tx)?;
                grant_role(tx, &mut cx, person, role, unit).map_err(DemoError::at(place))?;
            }
        }
        self.maker.forget_viewers();
        Ok(())
    }

    /// Doors, the front desk, the notice of metering, which everybody has read.
    fn settings(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        for text in &self.content.units {
            let door = &text.door;
            let promise = self.promise(tx, &door.calendar, &door.answer)?;
            let new = SetFrontDoor {
                unit: self.maker.unit(&text.code)?,
                owner: Some(self.maker.person(&door.owner)?),
                promise,
                calendar: self.calendars[&door.calendar],
                seen: None,
            };
            let mut cx = self.admin(tx)?;
            set_front_door(tx, &mut cx, new).map_err(DemoError::at(format!("door of {}", text.code)))?;
        }
        let company = &self.content.company;
        let [desk, owner] = &company.front_desk;
        let (desk, owner) = (self.maker.unit(desk)?, self.maker.person(owner)?);
        let mut cx = self.admin(tx)?;
        name_front_desk(tx, &mut cx, desk, owner).map_err(DemoError::at("the front desk"))?;
        let mut cx = self.admin(tx)?;
        publish_metering_notice(tx, &mut cx, &company.metering_notice.localized())
            .map_err(DemoError::at("the notice of metering"))?;
        for text in &self.content.people {
            let mut cx = self.next_of(tx, &text.key)?;
            see_metering_notice(tx, &mut cx).map_err(DemoError::at("the notice of metering"))?;
        }
        self.maker.forget_viewers();
        Ok(())
    }

    fn services(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        let content = self.content;
        for (unit, text) in
            content.units.iter().flat_map(|unit| unit.services.iter().map(move |text| (unit, text)))
        {
            let place = format!("service {}", text.code);
            let id = self.maker.unit(&unit.code)?;
            let mut cx = self.admin(tx)?;
            let service =
                create_service(tx, &mut cx, id, &text.code).map_err(DemoError::at(place.clone()))?;
            let promise = self.promise(tx, &unit.door.calendar, &text.answer)?;
            let mut cx = self.admin(tx)?;
            publish_service_version(tx, &mut cx, version(text, service, promise))
                .map_err(DemoError::at(place.clone()))?;
            if text.stage != ServiceStage::Idea {
                let mut cx = self.admin(tx)?;
                change_stage(tx, &mut cx, service, text.stage).map_err(DemoError::at(place))?;
            }
            self.maker.services.insert(text.code.clone(), service);
        }
        Ok(())
    }

    /// Modes, and a budget for each period from the beginning until now.
    fn budgets(&mut self, tx: &mut dyn Tx, now: Instant) -> Result<(), DemoError> {
        for text in &self.content.units {
            let Some(budget) = &text.budget else { continue };
            let place = format!("budget of {}", text.code);
            let unit = self.maker.unit(&text.code)?;
            let mut cx = self.finance(tx)?;
            set_budget_mode(tx, &mut cx, unit, budget.mode).map_err(DemoError::at(place.clone()))?;
            let mut period = Period::containing(self.maker.days.day(self.at), budget.period);
            while let Some(given) = period.filter(|period| period.start() <= self.maker.days.day(now)) {
                let mut cx = self.finance(tx)?;
                ledger::issue_budget(tx, &mut cx, unit, given, budget.amount * KOPECKS)
                    .map_err(DemoError::at(place.clone()))?;
                period = given.next();
            }
        }
        Ok(())
    }

    /// What an hour of some units costs, from the day on which the company began.
    fn rates(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        let from = self.maker.days.at(When::Day(-46, jiff::civil::Time::midnight()))?;
        for text in &self.content.units {
            let Some(rate) = text.rate else { continue };
            let unit = self.maker.unit(&text.code)?;
            let mut cx = self.finance(tx)?;
            let new = SetRate { unit, per_hour: rate * KOPECKS, valid_from: Some(from) };
            set_rate(tx, &mut cx, new).map_err(DemoError::at(format!("rate of {}", text.code)))?;
        }
        Ok(())
    }

    fn finance(&mut self, tx: &mut dyn Tx) -> Result<Cx, DemoError> {
        self.next_of(tx, &self.content.company.finance)
    }

    fn personas(&mut self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        for (place, text) in (1..).zip(&self.content.company.personas) {
            put_persona(tx, self.maker.person(&text.person)?, place, &text.hint.localized())?;
        }
        Ok(())
    }
}

fn profile(text: &PersonText) -> NewPerson {
    let host = if text.outside { text.unit.as_str() } else { "meridian" };
    NewPerson {
        name: text.name.clone(),
        email: format!("{}@{host}.example", text.key),
        position: text.position.clone(),
    }
}

/// Reads `4h` or `1d`.
fn amount(text: &str) -> Option<Amount> {
    if let Some(hours) = text.strip_suffix('h') {
        return Some(Amount::WorkingSeconds(hours.parse::<i64>().ok()? * 3600));
    }
    Some(Amount::WorkingDays(text.strip_suffix('d')?.parse().ok()?))
}

fn version(text: &ServiceText, service: domain::ids::ServiceId, promise: PromiseId) -> PublishServiceVersion {
    let both = |pick: fn(&CanvasText) -> &String| Localized::both(pick(&text.ru), pick(&text.en));
    let lines = |pick: fn(&CanvasText) -> &Vec<String>| {
        Localized::both(pick(&text.ru).join("\n"), pick(&text.en).join("\n"))
    };
    let criteria = text.ru.criteria.iter().zip(&text.en.criteria);
    PublishServiceVersion {
        service,
        name: both(|canvas| &canvas.name),
        lead: both(|canvas| &canvas.lead),
        for_whom: both(|canvas| &canvas.for_whom),
        problem: both(|canvas| &canvas.problem),
        outcome: both(|canvas| &canvas.outcome),
        included: lines(|canvas| &canvas.included),
        excluded: lines(|canvas| &canvas.excluded),
        criteria: criteria
            .map(|(ru, en)| CriterionInput { id: None, text: Localized::both(ru, en) })
            .collect(),
        pricing: match text.price {
            PriceText::Fixed(price) => Pricing::Fixed { price: price * KOPECKS },
            PriceText::From(price) => Pricing::From { price: price * KOPECKS },
            PriceText::Estimated => Pricing::Estimated,
        },
        client_seconds: text.client * 60,
        ready: text.ready,
        obligatory: text.obligatory,
        class: text.class.unwrap_or(Class::Open),
        promise: Some(promise),
        delivery_days: text.delivery.map(|days| days * 100),
        audience: std::collections::BTreeSet::new(),
        seen: None,
    }
}
