//! The demonstration company as the walk needs it: its people by name, and what each of them may do with each request.

use std::collections::BTreeSet;

use app::company::viewer_of;
use app::identity::{self, Secret};
use app::requests::page::page;
use domain::actor::Channel;
use domain::ids::{LinkId, OfferId, PersonId, TaskId};
use domain::permission::LinkScope;
use domain::request::{Side, State};
use store::repo::credential::{self, SetupToken};
use store::repo::outside_link::{self, SentLink};
use testkit::Fixture;
use web::Site;

use crate::support::world::take_log;
use crate::support::{site, wait};

/// A Monday afternoon in Moscow, for which the stories were written.
const NOW: &str = "2026-11-23T16:06:00+03:00";

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
    pub state: State,
    /// What they can do now.
    pub available: BTreeSet<&'static str>,
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
        let mut company = Self { site, imported, views: Vec::new(), setup, link };
        company.views = company.all_views();
        company.links();
        company
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
