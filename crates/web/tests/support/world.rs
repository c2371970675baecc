//! A company with a sample request and somebody in every seat of the matrix.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::company::*;
use app::error::Answer;
use app::identity::Secret;
use app::logs::{Order, Plan, Told, look, take};
use app::requests::outside::{self, NewLink};
use app::requests::{BriefInput, FileInput, Input, ItemInput, NewStatement, Target, act, state};
use app::{Cx, identity};
use domain::actor::Channel;
use domain::company::{Pricing, Stage, UnitKind};
use domain::ids::{PersonId, UnitId};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::{Role, Viewer};
use domain::request::{Class, Distance};
use flow::format::{Gathered, Mapping, gather, open, suggest};
use store::Tx;
use store::repo::content::NewFile;
use store::repo::credential::{self, Credential, SetupToken};
use store::repo::import_batch::{self, ImportBatch, ImportState};
use testkit::Fixture;
use web::Site;
use web::server::Seat;

use super::{Browser, site, wait};

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
    let name = format!("Анна <{login}>");
    let registered = by(site, admin, move |tx, cx| {
        let person = NewPerson { name: name.clone(), ..NewPerson::default() };
        register_person(tx, cx, RegisterPerson { person, language, outside: false, identities: Vec::new() })
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
        let site = site(f);
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
        for (seat, home, role) in [
            (Seat::Customer, customers, None),
            (Seat::Colleague, customers, None),
            (Seat::CustomerHead, customers, Some(Role::UnitHead)),
            (Seat::Handler, providers, Some(Role::Provider)),
            (Seat::Provider, providers, Some(Role::Provider)),
            (Seat::ServiceOwner, providers, Some(Role::ServiceOwner)),
            (Seat::UnitHead, providers, Some(Role::UnitHead)),
            (Seat::Stranger, others, None),
            (Seat::OtherProvider, others, Some(Role::Provider)),
            (Seat::OtherServiceOwner, others, Some(Role::ServiceOwner)),
            (Seat::OtherHead, others, Some(Role::UnitHead)),
            (Seat::Finance, others, Some(Role::Finance)),
            (Seat::Auditor, others, Some(Role::Auditor)),
        ] {
            let login = format!("{seat:?}").to_lowercase();
            let who = person(&site, admin, &login, Language::Ru);
            by(&site, admin, move |tx, cx| {
                start_membership(
                    tx,
                    cx,
                    StartMembership { person: who, unit: home, manager: None, from: None },
                )
            });
            if let Some(role) = role {
                let of = role.of_a_unit().then_some(home);
                by(&site, admin, move |tx, cx| grant_role(tx, cx, who, role, of));
            }
            people.insert(seat, who);
        }
        by(&site, admin, move |tx, cx| {
            start_membership(
                tx,
                cx,
                StartMembership { person: admin, unit: others, manager: None, from: None },
            )
        });
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
        let mut world = Self {
            site,
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
        world.service();
        world.request();
        world.setup_token();
        world.agreed();
        world.confidential();
        world.imports();
        world.imported();
        world
    }

    /// A live service of the providers, code `crm`.
    fn service(&self) {
        let (site, admin, unit) = (&self.site, self.people[&Seat::Administrator], self.providers);
        let service = by(site, admin, move |tx, cx| create_service(tx, cx, unit, "crm"));
        by(site, admin, move |tx, cx| {
            publish_service_version(
                tx,
                cx,
                PublishServiceVersion {
                    service,
                    name: both("Доработка CRM"),
                    lead: both("Что-то изменить в CRM"),
                    for_whom: Localized::default(),
                    problem: both("CRM не показывает нужного"),
                    outcome: both("CRM показывает нужное"),
                    included: Localized::default(),
                    excluded: Localized::default(),
                    criteria: Vec::new(),
                    pricing: Pricing::Estimated,
                    client_seconds: 1_500,
                    ready: false,
                    obligatory: false,
                    class: Class::Open,
                    promise: None,
                    delivery_days: None,
                    seen: None,
                },
            )
        });
        by(site, admin, move |tx, cx| change_stage(tx, cx, service, Stage::Live));
    }

    /// The sample request: stated by the customer, claimed by the handler; the customer sent a file.
    fn request(&mut self) {
        let unit = self.providers;
        let stated = by(&self.site, self.people[&Seat::Customer], move |tx, cx| {
            let new = NewStatement {
                text: "Нужно новое поле в CRM".to_owned(),
                target: Target::Unit(unit),
                beneficiary: None,
                files: Vec::new(),
                parent: None,
                class: None,
            };
            state(tx, cx, None, new)
        });
        let number = stated.number;
        by(&self.site, self.people[&Seat::Handler], move |tx, cx| {
            act(tx, cx, number, None, None, Input::Claim)
        });
        self.number = number;
        let bytes = b"Source;Deals";
        let blob = self.site.blobs().put(bytes, self.site.now()).unwrap().to_string();
        by(&self.site, self.people[&Seat::Customer], move |tx, cx| {
            let file = NewFile { media_type: "text/csv".to_owned(), size: 12, blob: blob.clone() };
            let files = vec![FileInput { name: "Сделки.csv".to_owned(), file }];
            act(tx, cx, number, None, None, Input::Message { text: String::new(), files })
        });
        let cx = self.cx(Seat::Customer);
        let page = wait(self.site.read(move |tx| app::requests::page::page(tx, &cx, number))).unwrap();
        self.file = page.files.keys().next().unwrap().to_string();
    }

    /// A log of another system, taken in for the providers.
    fn imported(&mut self) {
        self.imported = take_log(&self.site, "it");
    }

    /// The context of somebody who reads.
    pub fn cx(&self, seat: Seat) -> Cx {
        let person = self.people[&seat];
        let found = wait(self.site.read(move |tx| viewer_of(tx, person))).unwrap().unwrap();
        self.site.cx(&found.viewer, Channel::Web, None)
    }

    fn setup_token(&self) {
        let (setup, stranger, now) = (self.setup.hash(), self.people[&Seat::Stranger], self.site.now());
        wait(self.site.db().write(move |tx| -> Result<(), store::StoreError> {
            let token = SetupToken {
                secret: setup.clone(),
                person: stranger,
                login: "stranger".to_owned(),
                created_at: now,
                expires_at: now.plus_seconds(3_600),
            };
            credential::put_setup(tx, &token)
        }))
        .unwrap();
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

    /// The request that the vendor is asked to offer on, with a link that works and one that was taken back.
    fn agreed(&mut self) {
        let number = self.stated("Тайное первое слово", None);
        self.act(Seat::Handler, number, Input::Claim);
        let brief = BriefInput {
            title: "Видеть, какая кампания привела сделку".to_owned(),
            problem: "Поле есть, но его не заполняют.".to_owned(),
            outcome: "Видно, куда ушли деньги.".to_owned(),
            criteria: vec![ItemInput {
                id: None, text: "Источник указан в 95 % сделок".to_owned()
            }],
            assumptions: Vec::new(),
            distance: Distance::Other,
        };
        self.act(Seat::Handler, number, Input::SendBrief(brief));
        self.act(Seat::Customer, number, Input::ConfirmBrief { version: 1 });
        let new = NewLink { unit: self.vendor, until: self.site.now().plus_seconds(3_600) };
        let share = |secret: &Secret| {
            let secret = secret.clone();
            by(&self.site, self.people[&Seat::Customer], move |tx, cx| {
                outside::share(tx, cx, number, new, &secret)
            })
        };
        share(&self.link);
        let revoked = share(&self.revoked).unwrap().id;
        by(&self.site, self.people[&Seat::Handler], move |tx, cx| outside::end(tx, cx, number, revoked));
        self.asked = number;
    }

    /// A log on its way in and an import that was stopped.
    fn imports(&mut self) {
        let (head, unit, now) = (self.people[&Seat::UnitHead], self.providers, self.site.now());
        let log = "number,state,date\nA-1,New,2026-02-01 10:00\nA-1,Closed,2026-02-02 10:00\n";
        let blob = self.site.blobs().put(log.as_bytes(), now).unwrap().to_string();
        let mut plan = Plan::new(Some(head), blob, "log.csv".to_owned(), unit, "Old".to_owned());
        let mut mapping = look(log.as_bytes(), None, None).unwrap().suggestion.mapping;
        mapping.zone = Some("Europe/Moscow".to_owned());
        mapping.name = "Old".to_owned();
        plan.mapping = Some(mapping.clone());
        self.plan = plan.keep(&**self.site.blobs(), now).unwrap().to_string();
        let batch = ImportBatch {
            id: self.import,
            source: "old".to_owned(),
            file: "log.csv".to_owned(),
            person: Some(head),
            state: ImportState::Cancelled,
            asked_to_stop: true,
            done: 0,
            total: 0,
            report: Told::of(unit).to_json(),
            started_at: now,
            changed_at: now,
        };
        wait(self.site.db().write(move |tx| import_batch::save(tx, &batch))).unwrap();
        by(&self.site, head, move |tx, cx| app::logs::save_mapping(tx, cx, &mapping));
    }

    /// A confidential request that the handler takes: the head of the unit names them.
    fn confidential(&mut self) {
        let number = self.stated("Совсем тайное", Some(Class::Confidential));
        self.act(Seat::UnitHead, number, Input::Claim);
        let handler = self.people[&Seat::Handler];
        self.act(Seat::UnitHead, number, Input::Assign { to: handler });
        self.secret = number;
    }

    /// A browser in which somebody of this seat is signed in; a fresh one for nobody and the holder of the link.
    pub fn browser(&self, seat: Seat) -> Browser {
        let mut browser = Browser::new(&self.site);
        if let Some(person) = self.people.get(&seat).copied() {
            let secret = self.site.secret();
            let kept = secret.clone();
            as_viewer(&self.site, &Viewer::nobody(), move |tx, cx| {
                identity::open(tx, cx, person, &kept, "Test")
            });
            browser.cookies.insert("session".to_owned(), secret.to_text());
        }
        browser
    }

    /// What is sent to the form of a route by whoever it is not for: enough for it to be carried out, so that nothing but the
    /// caller can be the reason of a refusal. Empty where nothing is needed, or where what is needed is made by earlier steps.
    pub fn fields(&self, pattern: &str) -> Vec<(&'static str, String)> {
        let person = self.people[&Seat::Provider].to_string();
        let (others, vendor) = (self.others.to_string(), self.vendor.to_string());
        let fields: &[(&'static str, &str)] = match pattern.strip_prefix("/r/{no}/").unwrap_or(pattern) {
            "pass-on" => &[("to", &others), ("note", "Это к ним"), ("share", "yes")],
            "assign" => &[("to", &person)],
            "message" | "task" | "dispute" => &[("text", "Слова")],
            "interview" => &[
                ("happened_at", "01.01.2026"),
                ("happened_at_time", "10:00"),
                ("minutes", "20"),
                ("note_stated", "Слова"),
            ],
            "brief" => &[
                ("title", "Заголовок"),
                ("problem", "Задача"),
                ("outcome", "Итог"),
                ("criterion_0", "Критерий"),
                ("distance", "same"),
            ],
            "confirm" => &[("version", "1")],
            "correct" => &[("version", "1"), ("comment", "Не то")],
            "invite" => &[("unit", &others)],
            "say" => &[("unit", &vendor), ("text", "Слова")],
            "share" => &[("unit", &vendor), ("days", "7")],
            "share/end" => &[("link", &vendor)],
            "decline" | "refuse" | "reopen" | "cancel" => &[("reason", "Так надо")],
            "withdraw-offer" | "choose" => &[("offer", &vendor), ("reason", "Так надо")],
            "task/done" => &[("task", &vendor)],
            "effort" => &[("minutes", "10")],
            "order" => &[("target", &others), ("text", "Слова")],
            "deliver" => &[("note", "Готово")],
            "resolve" => &[("outcome", "rework"), ("text", "Слова")],
            "review" => &[("solved", "yes"), ("minutes", "10"), ("would_pay", "yes")],
            "participant" => &[("person", &person)],
            "repeat" => &[("number", "1"), ("repeats", "no")],
            "/desk/claim" => &[("unit", "it"), ("no", "1")],
            "/u/{unit}/account/budget" => &[("period", "2026-12"), ("amount", "1000")],
            "/admin/people" => &[("name", "Кто-то"), ("email", "who@example.com"), ("language", "ru")],
            "/admin/people/{person}/profile" => &[("name", "Другое имя"), ("language", "ru")],
            "/admin/people/{person}/join" | "/admin/people/{person}/leave" => &[("unit", &others)],
            "/admin/people/{person}/grant" | "/admin/people/{person}/revoke" => {
                &[("role", "provider"), ("unit", &others)]
            }
            "/admin/people/{person}/switch" => &[("active", "no")],
            "/admin/rates" => &[("unit", &others), ("per_hour", "1500"), ("valid_from", "2026-12-01")],
            "/admin/units" => {
                &[("code", "new"), ("kind", "internal"), ("name_ru", "Новое"), ("purpose_ru", "Для дела")]
            }
            "/admin/units/{unit}/budget" => &[("mode", "hard")],
            "/admin/units/{unit}/parent" => &[("parent", &others)],
            "/admin/services" => &[("code", "new"), ("unit", &others)],
            "/admin/services/{service}/stage" => &[("stage", "retiring")],
            "/p/{token}/say" => &[("unit", &vendor), ("text", "Чужие слова")],
            "/p/{token}/decline" => &[("reason", "Не хотим")],
            _ => &[],
        };
        fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    /// How many events there are in all: whatever is recorded anywhere makes it greater.
    pub fn recorded(&self) -> i64 {
        let counts = wait(self.site.read(|tx| Ok(store::audit::row_counts(tx)?))).unwrap();
        counts.iter().find(|(table, _)| table == "event").unwrap().1
    }

    /// The address of a route for a caller of this seat. A new parameter of a path gets its sample here.
    pub fn address(&self, pattern: &str, seat: Seat) -> String {
        let token = match (pattern.starts_with("/p/"), seat) {
            (true, Seat::Link) => self.link.to_text(),
            (true, _) => Secret::new([0; 32]).to_text(),
            (false, _) => self.setup.to_text(),
        };
        let no = self.number.to_string();
        let person = self.people[&Seat::Stranger].to_string();
        let import = self.import.to_string();
        let samples = [
            ("{token}", token.as_str()),
            ("{no}", &no),
            ("{unit}", "it"),
            ("{service}", "crm"),
            ("{file}", &self.file),
            ("{id}", &self.imported),
            ("{person}", &person),
            ("{plan}", &self.plan),
            ("{import}", &import),
            ("{form}", "csv"),
        ];
        let mut path =
            samples.iter().fold(pattern.to_owned(), |path, (name, value)| path.replace(name, value));
        if pattern == web::routes::pattern::LOG_MAPPING {
            path.push_str("?name=Old");
        }
        assert!(
            !path.contains('{'),
            "{pattern} has a parameter without a sample: give it one in `World::address`"
        );
        path
    }
}
