//! The demonstration company as the walk needs it: its people by name, and what each of them may do with each request.

use std::collections::BTreeSet;

use app::company::viewer_of;
use app::identity::{self, Secret};
use app::logs::{Plan, Remark, Told, look, read};
use app::requests::page::page;
use domain::actor::Channel;
use domain::ids::{LinkId, OfferId, PersonId, TaskId};
use domain::permission::{LinkScope, Role};
use domain::request::{CommandKind, RequestState, Side};
use store::repo::credential::{self, SetupToken};
use store::repo::import_batch::{self, ImportBatch, ImportState};
use store::repo::outside_link::{self, SentLink};
use testkit::Fixture;
use web::Site;

use crate::support::world::{give_password, take_log};
use crate::support::{site, wait};

/// A Monday afternoon in Moscow, for which the stories were written.
const NOW: &str = "2026-11-23T16:06:00+03:00";

/// Who is made its auditor.
pub const AUDITOR: &str = "Соколова";

/// The company.
pub struct Company {
    /// The site over it.
    pub site: Site,
    /// A request of another system that the IT department served.
    pub imported: String,
    /// Requests as those see them who take part.
    pub views: Vec<View>,
    /// The secret of a link by which the administrator may choose a password.
    pub setup: Secret,
    /// The secret of a link that was sent outside.
    pub link: Secret,
    /// The plan of an import that the administrator made.
    pub plan: String,
    /// Imports: one that goes on, one that came to its end, one that did not.
    pub imports: [uuid::Uuid; 3],
}

/// A request in the eyes of somebody.
#[derive(Debug, Clone)]
pub struct View {
    /// Its number.
    pub number: i64,
    /// Who looks.
    pub person: PersonId,
    /// On what sides they are.
    pub sides: BTreeSet<Side>,
    /// Where the request stands.
    pub state: RequestState,
    /// What they can do now.
    pub available: BTreeSet<CommandKind>,
    /// Live offers.
    pub offers: Vec<OfferId>,
    /// Open tasks.
    pub tasks: Vec<TaskId>,
    /// How many versions its brief has.
    pub briefs: usize,
    /// It has a parent or children.
    pub related: bool,
}

impl Company {
    /// Fills it.
    pub fn new(f: &Fixture) -> Self {
        let now = domain::time::Instant::from_timestamp(NOW.parse().expect("a moment"));
        f.clock.set(now);
        let site = site(f);
        demo::fill(site.db(), site.blobs().as_ref(), now).expect("the demonstration");
        let (setup, link) = (site.secret(), site.secret());
        let imported = take_log(&site, "it");
        let imports = [1, 2, 3].map(uuid::Uuid::from_u128);
        let mut company =
            Self { site, imported, views: Vec::new(), setup, link, plan: String::new(), imports };
        company.views = company.all_views();
        company.auditor();
        company.links();
        company.logs();
        company
    }

    /// A log on its way in, with rows that are wrong, and imports in every state.
    fn logs(&mut self) {
        let (admin, now) = (self.person("Зимина"), self.site.now());
        let unit = wait(self.site.read(|tx| app::company::unit_by_code(tx, "crm"))).expect("a unit").id;
        let mut text =
            String::from("number,state,date,team,person,a_column_whose_name_is_longer_than_most\n");
        for n in 0..30 {
            text.push_str(&format!("A-{n},New,{:02}/02/2026 10:00,First line,,x\n", n % 12 + 1));
            text.push_str(&format!(
                "A-{n},Awaiting User Info,{:02}/03/2026 10:00,Second line,Handler {},y\n",
                n % 12 + 1,
                n % 4
            ));
        }
        text.push_str("A-31,New,someday,First line,,x\nA-32,New\n");
        let blob = self.site.blobs().put(text.as_bytes(), now).expect("a file").to_string();
        let mut plan =
            Plan::new(Some(admin), blob, "help-desk-2026.csv".to_owned(), unit, "Help Desk".to_owned());
        let mut mapping = look(text.as_bytes(), None, None).expect("a log").suggestion.mapping;
        mapping.name = "Help Desk".to_owned();
        mapping.zone = Some("Europe/Moscow".to_owned());
        plan.mapping = Some(mapping.clone());
        let gathered =
            read(std::io::Cursor::new(text.clone()), text.len() as u64, &mapping, None).expect("a log");
        self.plan = plan.keep(&**self.site.blobs(), now).expect("a plan").to_string();
        let trouble = flow::format::Trouble::from(flow::format::TroubleKind::Truncated).at(17);
        let told = [
            Told::of(unit),
            Told::proposed(unit, &gathered, &app::logs::Proposal::default()),
            Told { trouble: Some(Remark::of(&trouble)), ..Told::of(unit) },
        ];
        let states = [ImportState::Staging, ImportState::Done, ImportState::Failed];
        for ((id, state), told) in self.imports.into_iter().zip(states).zip(told) {
            let batch = ImportBatch {
                id,
                source: "help-desk".to_owned(),
                file: "help-desk-2026.csv".to_owned(),
                person: Some(admin),
                state,
                asked_to_stop: false,
                done: 7,
                total: 30,
                report: told.to_json(),
                started_at: now.plus_seconds(-90),
                changed_at: now,
                taken_back: None,
            };
            wait(self.site.db().write(move |tx| import_batch::save(tx, &batch))).expect("an import");
        }
        let admin = wait(self.site.read(move |tx| viewer_of(tx, admin))).expect("a read").expect("a viewer");
        let cx = self.site.cx(&admin.viewer, Channel::Web, None);
        wait(self.site.write(&cx, move |tx, cx| app::logs::save_mapping(tx, cx, &mapping)))
            .expect("a mapping");
    }

    /// A persona whose name contains this.
    pub fn person(&self, name: &str) -> PersonId {
        let personas = wait(self.site.read(identity::personas)).expect("personas");
        let found = personas.iter().find(|persona| persona.name.contains(name));
        found.unwrap_or_else(|| panic!("no persona {name}")).person
    }

    fn all_views(&self) -> Vec<View> {
        let others: Vec<_> = ["Стороженко", "Зимина"].iter().map(|name| self.person(name)).collect();
        let mut views = Vec::new();
        let numbers = wait(self.site.read(|tx| {
            let known = |number: &i64| matches!(store::repo::request::by_number(tx, *number), Ok(Some(_)));
            Ok((1..2_000).filter(known).collect::<Vec<i64>>())
        }));
        for number in numbers.expect("numbers") {
            let mut people = Vec::new();
            if let Some(first) = self.view(number, None) {
                people.push(first.person);
            }
            let handler = wait(self.site.read(move |tx| {
                let id = store::repo::request::by_number(tx, number)?.expect("a request");
                Ok(app::requests::load(tx, id)?.request.handler)
            }));
            people.extend(handler.expect("a read"));
            people.extend(&others);
            people.dedup();
            views.extend(people.into_iter().filter_map(|person| self.view(number, Some(person))));
        }
        views
    }

    /// A request in the eyes of a person, or of its customer; nothing when they may not see it.
    fn view(&self, number: i64, person: Option<PersonId>) -> Option<View> {
        let site = self.site.clone();
        wait(self.site.read(move |tx| {
            let person = match person {
                Some(person) => person,
                None => {
                    let id = store::repo::request::by_number(tx, number)?.expect("a request");
                    app::requests::load(tx, id)?.request.customer
                }
            };
            let viewer = viewer_of(tx, person)?.expect("somebody").viewer;
            let cx = site.cx(&viewer, Channel::Web, None);
            let seen = page(tx, &cx, number)?;
            let request = &seen.request;
            Ok(View {
                number,
                person,
                state: request.state,
                offers: request.live_offers(cx.now).map(|offer| offer.id).collect(),
                tasks: request.tasks.iter().map(|task| task.id).collect(),
                briefs: request.briefs.len(),
                related: seen.parent.is_some() || !seen.children.is_empty(),
                sides: seen.sides,
                available: seen.available,
            })
        }))
        .ok()
    }

    /// The demonstration has no auditor.
    fn auditor(&self) {
        let (admin, person) = (self.person("Зимина"), self.person(AUDITOR));
        let admin = wait(self.site.read(move |tx| viewer_of(tx, admin))).expect("a read").expect("a viewer");
        let cx = self.site.cx(&admin.viewer, Channel::Web, None);
        let granted =
            self.site.write(&cx, move |tx, cx| app::company::grant_role(tx, cx, person, Role::Auditor, None));
        wait(granted).expect("a role");
        give_password(&self.site, person, "sokolova");
    }

    fn links(&self) {
        let (setup, link, now) = (self.setup.hash(), self.link.hash(), self.site.now());
        let (person, ends) = (self.person("Зимина"), now.plus_seconds(3_600));
        let scope = wait(self.site.read(|tx| {
            let request = store::repo::request::by_number(tx, 1482)?.expect("the request of the CRM");
            Ok(LinkScope { request, unit: app::company::unit_by_code(tx, "integra")?.id })
        }));
        let scope = scope.expect("a read");
        let (id, made_by) = (LinkId(self.site.ids().next()), self.person("Громов"));
        wait(self.site.db().write(move |tx| -> Result<(), store::StoreError> {
            let sent = SentLink {
                id,
                unit: scope.unit,
                made_by,
                created_at: now,
                expires_at: ends,
                revoked_at: None,
            };
            outside_link::insert(tx, &link, scope.request, &sent)?;
            let login = "tamara@meridian.example".to_owned();
            let token =
                SetupToken { secret: setup.clone(), person, login, created_at: now, expires_at: ends };
            credential::put_setup(tx, &token)
        }))
        .expect("links");
    }
}
