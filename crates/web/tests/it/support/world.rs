//! A company with a sample request and somebody in every seat of the matrix.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use app::company::*;
use app::error::Answer;
use app::identity::Secret;
use app::logs::{Order, take};
use app::requests::{Input, NewStatement, Target, act, state};
use app::{Cx, identity};
use domain::actor::Channel;
use domain::company::UnitKind;
use domain::ids::{PersonId, UnitId};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::Viewer;
use domain::request::Class;
use flow::format::{Gathered, Mapping, gather, open, suggest};
use store::Tx;
use store::repo::credential::{self, Credential};
use testkit::{Fixture, Kept};
use web::Site;
use web::server::{Home, Seat};

use super::{Browser, blobs, config, site, site_after, wait};

mod asking;
mod making;

/// The password of everybody who has one.
pub const PASSWORD: &str = "синий кит плывёт";

/// The log of another system that the providers bring.
pub const LOG: &str = include_str!("log.csv");

/// A log as it is read with the mapping that suggests itself.
pub fn gathered(text: &str) -> Gathered {
    let mut source = open(text.as_bytes(), &Mapping::default().options()).unwrap();
    let rows = source.preview(200).unwrap();
    let mut mapping = suggest(source.columns(), &rows).mapping;
    mapping.zone = Some("Europe/Moscow".to_owned());
    let mut source = open(text.as_bytes(), &mapping.options()).unwrap();
    gather(&mut source, &mapping).unwrap()
}

/// Takes [`LOG`] in for a unit; the id of its request `INC8`.
pub fn take_log(site: &Site, unit: &'static str) -> String {
    let gathered = Arc::new(gathered(LOG));
    let unit = wait(site.read(move |tx| Ok(unit_by_code(tx, unit)?.id))).unwrap();
    let cx = site.cx(&Viewer::console(), Channel::Cli, None);
    let order = Order { source: "servicenow".to_owned(), file: "log.csv".to_owned(), unit };
    let now = site.now();
    take(site.db(), &cx, &order, &gathered, &|| now, &mut |_| {}).unwrap();
    let known = wait(site.read(|tx| {
        let mut found = None;
        store::repo::imported::known(tx, "servicenow", &mut |key, known| {
            if key == "INC8" {
                found = Some(known.id);
            }
        })?;
        Ok(found)
    }));
    known.unwrap().unwrap().to_string()
}

/// The company.
pub struct World {
    /// The site over it.
    pub site: Site,
    facts: Facts,
}

/// What is where in the company.
#[derive(Clone)]
pub struct Facts {
    /// Who sits where; `Nobody` and `Link` are not people.
    pub people: BTreeMap<Seat, PersonId>,
    /// The unit of the customer, code `marketing`.
    pub customers: UnitId,
    /// The unit that serves the sample request, code `it`.
    pub providers: UnitId,
    /// A unit that has nothing to do with it, code `hr`.
    pub others: UnitId,
    /// The unit that the outside link is for, code `vendor`.
    pub vendor: UnitId,
    /// The number of the sample request; its service has the code `crm`.
    pub number: i64,
    /// A request of another system that the providers served.
    pub imported: String,
    /// A file that came with a message of the customer.
    pub file: String,
    /// The number of a request of the same two units whose brief is agreed; the vendor is asked to offer on it.
    pub asked: i64,
    /// The secret of the link to it.
    pub link: Secret,
    /// The secret of another link to it, which was taken back.
    pub revoked: Secret,
    /// The number of a confidential request, of the same customer and handler.
    pub secret: i64,
    /// The secret of a link that sets the password of the stranger.
    pub setup: Secret,
    /// The plan of an import that the head of the providers made for their unit.
    pub plan: String,
    /// An import that ended, of the same.
    pub import: uuid::Uuid,
}

impl Deref for World {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Facts {
        &mut self.facts
    }
}

/// More than is asked of chance while the company is made.
const ASKED: u64 = 1 << 32;

/// A text in both languages.
pub fn both(text: &str) -> Localized {
    Localized::both(text, format!("{text} in English"))
}

/// Does something as nobody in particular.
pub fn as_viewer<T: Send + 'static>(
    site: &Site,
    viewer: &Viewer,
    work: impl Fn(&mut dyn Tx, &mut Cx) -> Answer<T> + Send + 'static,
) -> T {
    let cx = site.cx(viewer, Channel::Web, None);
    wait(site.write(&cx, work)).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Does something as a person.
pub fn by<T: Send + 'static>(
    site: &Site,
    person: PersonId,
    work: impl Fn(&mut dyn Tx, &mut Cx) -> Answer<T> + Send + 'static,
) -> T {
    let found = wait(site.read(move |tx| viewer_of(tx, person))).unwrap().unwrap();
    as_viewer(site, &found.viewer, work)
}

/// Begins the company; its administrator.
pub fn begin(site: &Site, demonstration: bool) -> Started {
    as_viewer(site, &Viewer::nobody(), move |tx, cx| {
        start_company(
            tx,
            cx,
            StartCompany {
                name: "Северный ветер".to_owned(),
                currency: Currency::RUB,
                zone: "Europe/Moscow".to_owned(),
                language: Language::Ru,
                address: None,
                demonstration,
                administrator: NewPerson {
                    name: "Ольга Админова".to_owned(),
                    email: "olga@example.com".to_owned(),
                    position: String::new(),
                },
            },
        )
    })
}

/// Registers a person who reads `language`, with the login `login` and [`PASSWORD`].
pub fn person(site: &Site, admin: PersonId, login: &str, language: Language) -> PersonId {
    person_of(site, admin, login, language, false)
}

/// As [`person`], of the company or of an organisation outside.
fn person_of(site: &Site, admin: PersonId, login: &str, language: Language, outside: bool) -> PersonId {
    let name = format!("Анна <{login}>");
    let registered = by(site, admin, move |tx, cx| {
        let person = NewPerson { name: name.clone(), ..NewPerson::default() };
        register_person(tx, cx, RegisterPerson { person, language, outside, identities: Vec::new() })
    });
    give_password(site, registered, login);
    registered
}

/// Gives a person the login and [`PASSWORD`].
pub fn give_password(site: &Site, person: PersonId, login: &str) {
    let hash = wait(site.passwords().hash(PASSWORD.to_owned(), site.salt())).unwrap();
    let (login, now) = (login.to_owned(), site.now());
    wait(site.db().write(move |tx| {
        let (login, hash) = (login.clone(), hash.clone());
        credential::set(tx, &Credential { login, person, hash, changed_at: now })
    }))
    .unwrap();
}

impl World {
    /// Builds it over the fixture's database.
    pub fn new(f: &Fixture) -> Self {
        Self::over(site(f))
    }

    /// The same company over a SQLite database of its own: made once, then copied.
    pub fn sqlite() -> (Fixture, Self) {
        static KEPT: OnceLock<(Kept, Facts)> = OnceLock::new();
        let (kept, facts) = KEPT.get_or_init(|| {
            let f = Fixture::sqlite();
            let world = Self::new(&f);
            let facts = world.facts.clone();
            drop(world);
            (f.keep(), facts)
        });
        let f = Fixture::like(kept);
        // What the first one asked of chance is not asked again.
        let site = site_after(ASKED, &f, config(), blobs(&f));
        (f, Self { site, facts: facts.clone() })
    }

    /// Builds it over the database of a site.
    pub fn over(site: Site) -> Self {
        let started = begin(&site, false);
        let admin = started.administrator;
        give_password(&site, admin, "administrator");
        let unit = |code: &'static str, kind| {
            by(&site, admin, move |tx, cx| {
                let name = both(code);
                create_unit(
                    tx,
                    cx,
                    CreateUnit { code: code.to_owned(), kind, parent: None, name, purpose: both("x") },
                )
            })
        };
        let [customers, providers, others] =
            ["marketing", "it", "hr"].map(|code| unit(code, UnitKind::Internal));
        let vendor = unit("vendor", UnitKind::Vendor);

        let mut people = BTreeMap::from([(Seat::Administrator, admin)]);
        for seat in Seat::ALL {
            let Some(home) = seat.home() else { continue };
            let home = match home {
                Home::Customers => customers,
                Home::Providers => providers,
                Home::Others => others,
                Home::Vendor => vendor,
            };
            let who = match seat {
                Seat::Administrator => admin,
                _ => {
                    person_of(&site, admin, &format!("{seat:?}").to_lowercase(), Language::Ru, seat.outside())
                }
            };
            by(&site, admin, move |tx, cx| {
                start_membership(
                    tx,
                    cx,
                    StartMembership { person: who, unit: home, manager: None, from: None },
                )
            });
            if let Some(role) = seat.role().filter(|_| who != admin) {
                let of = role.of_a_unit().then_some(home);
                by(&site, admin, move |tx, cx| grant_role(tx, cx, who, role, of));
            }
            people.insert(seat, who);
        }
        let handler = people[&Seat::Handler];
        by(&site, admin, move |tx, cx| {
            let Started { promise, calendar, .. } = started;
            set_front_door(
                tx,
                cx,
                SetFrontDoor { unit: providers, owner: Some(handler), promise, calendar, seen: None },
            )
        });
        by(&site, admin, move |tx, cx| {
            let Started { promise, calendar, .. } = started;
            set_front_door(tx, cx, SetFrontDoor { unit: vendor, owner: None, promise, calendar, seen: None })
        });
        by(&site, admin, move |tx, cx| name_front_desk(tx, cx, providers, handler));
        by(&site, admin, |tx, cx| {
            publish_metering_notice(tx, cx, &both("Измеряем минуты услуг, а не людей."))
        });
        let [link, revoked, setup] = [site.secret(), site.secret(), site.secret()];
        let facts = Facts {
            people,
            customers,
            providers,
            others,
            vendor,
            number: 0,
            imported: String::new(),
            file: String::new(),
            asked: 0,
            link,
            revoked,
            secret: 0,
            setup,
            plan: String::new(),
            import: uuid::Uuid::from_u128(7),
        };
        let mut world = Self { site, facts };
        world.service();
        world.request();
        world.setup_token();
        world.agreed();
        world.confidential();
        world.imports();
        world.imported();
        world
    }

    /// The context of somebody who reads.
    pub fn cx(&self, seat: Seat) -> Cx {
        let person = self.people[&seat];
        let found = wait(self.site.read(move |tx| viewer_of(tx, person))).unwrap().unwrap();
        self.site.cx(&found.viewer, Channel::Web, None)
    }

    /// States a request of the customer's to the providers; its number.
    pub fn stated(&self, text: &'static str, class: Option<Class>) -> i64 {
        let unit = self.providers;
        let stated = by(&self.site, self.people[&Seat::Customer], move |tx, cx| {
            let new = NewStatement {
                text: text.to_owned(),
                target: Target::Unit(unit),
                beneficiary: None,
                files: Vec::new(),
                parent: None,
                class,
            };
            state(tx, cx, None, new)
        });
        stated.number
    }

    /// A step of somebody on a request.
    pub fn act(&self, seat: Seat, number: i64, input: Input) {
        by(&self.site, self.people[&seat], move |tx, cx| act(tx, cx, number, None, None, input.clone()));
    }

    /// A browser in which somebody of this seat is signed in; a fresh one for nobody and the holder of the link.
    pub fn browser(&self, seat: Seat) -> Browser {
        let mut browser = Browser::new(&self.site);
        if let Some(person) = self.people.get(&seat).copied() {
            let secret = self.site.secret();
            let kept = secret.clone();
            as_viewer(&self.site, &Viewer::nobody(), move |tx, cx| {
                identity::open(tx, cx, person, &kept, "Test", domain::access::Way::Password)
            });
            browser.cookies.insert("session".to_owned(), secret.to_text());
        }
        browser
    }

    /// How many events there are in all: whatever is recorded anywhere makes it greater.
    pub fn recorded(&self) -> i64 {
        let counts = wait(self.site.read(|tx| Ok(store::audit::row_counts(tx)?))).unwrap();
        counts.iter().find(|(table, _)| table == "event").unwrap().1
    }
}
