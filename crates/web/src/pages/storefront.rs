//! A unit's page: what it is for, what can be ordered, who works there, its front door.

use app::company::{Storefront, storefront};
use askama::Template;
use axum::extract::Path;
use domain::company::UnitKind;
use domain::permission::{Action, Resource, Role, can};

use super::home::{ASKED, Offered};
use super::service::price_of;
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::Form;
use crate::form::decl::FormDecl;
use crate::i18n::Html;
use crate::page::Page;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(pattern::UNIT, Reach::company(&[Action::BrowseServices]), show)]
}

/// A problem for this unit: it goes where those of the home page go.
static DOOR: FormDecl = FormDecl::new("door", ASKED);

/// Somebody who works there.
#[derive(Debug)]
pub(crate) struct Worker {
    pub name: String,
    pub about: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "storefront.html")]
pub(crate) struct StorefrontView {
    pub c: Chrome,
    pub unit: String,
    pub name: Html,
    pub purpose: Html,
    pub kind: Option<String>,
    pub services: Vec<Offered>,
    pub ideas: Vec<Offered>,
    pub people: Vec<Worker>,
    /// Who answers at the door and within what; none when the door is not set.
    pub door: Option<String>,
    pub form: Form,
    pub account: Option<String>,
    /// Where its history is brought in, for those who may.
    pub history: Option<String>,
    /// How its requests flow, for those who may see it.
    pub flow: Option<String>,
}

fn view(c: Chrome, found: &Storefront, account: bool, history: bool, flow: bool) -> StorefrontView {
    let offered = |service: &store::repo::service::ServiceView| {
        let terms = service.offered.as_ref()?;
        Some(Offered {
            href: routes::service(&service.code),
            name: c.authored(&terms.texts.name),
            text: c.authored(&terms.texts.lead),
            tag: price_of(&terms.version, None),
        })
    };
    let role = |role: &Role| match role {
        Role::Provider => Some(c.t("role-provider").into_owned()),
        Role::ServiceOwner => Some(c.t("role-service-owner").into_owned()),
        Role::UnitHead => Some(c.t("role-unit-head").into_owned()),
        _ => None,
    };
    let people = found.people.iter().filter(|person| !person.name.is_empty()).map(|person| Worker {
        name: person.name.clone(),
        about: match &person.position {
            Some(position) => position.clone(),
            None => person.roles.iter().filter_map(role).collect::<Vec<_>>().join(", "),
        },
    });
    let door = found.promise.as_ref().map(|promise| {
        let term = match promise.amount {
            domain::promise::Amount::WorkingSeconds(seconds) => c.span(seconds),
            domain::promise::Amount::WorkingDays(days) => c.count("working-days", i64::from(days)),
        };
        let name = found.unit.owner_name.as_str();
        if name.is_empty() {
            c.ta("storefront-front-promise-unit", &[("term", term.into())])
        } else {
            c.ta("storefront-front-promise", &[("name", name.into()), ("term", term.into())])
        }
    });
    let kind = match found.unit.kind {
        UnitKind::Internal => None,
        UnitKind::Manager => Some("storefront-manager"),
        UnitKind::Vendor | UnitKind::Partner => Some("storefront-outside"),
    };
    let unit = found.unit.id.to_string();
    StorefrontView {
        form: Form::of(&DOOR).with("unit", &unit),
        unit,
        name: c.authored(&found.unit.texts.name),
        purpose: c.authored(&found.unit.texts.purpose),
        kind: kind.map(|key| c.t(key).into_owned()),
        services: found.services.iter().filter_map(|(service, _)| offered(service)).collect(),
        ideas: found.ideas.iter().filter_map(offered).collect(),
        people: people.collect(),
        door,
        account: account.then(|| routes::account(&found.unit.code)),
        history: history.then(|| routes::logs_of(&found.unit.code)),
        flow: flow.then(|| routes::unit_flow(&found.unit.code)),
        c,
    }
}

async fn show(visit: SignedIn, Path(code): Path<String>) -> Reply<Page> {
    let cx = visit.cx(None);
    let found = visit.site.read(move |tx| storefront(tx, &cx, &code)).await?;
    let account = can(&visit.viewer, Action::ReadAccount, Resource::Unit(found.unit.id));
    let history = found.unit.closed_at.is_none() && app::logs::brings(&visit.viewer, found.unit.id);
    let flow = can(&visit.viewer, Action::ReadFlow, Resource::Unit(found.unit.id));
    Ok(Page::personal(&view(visit.chrome(), &found, account, history, flow)))
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::parts::Tag;
    use crate::samples::{HOSTILE, LONG, Samples};
    use domain::localized::Localized;

    impl Samples for StorefrontView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let offered = |name: &str| Offered {
                href: routes::service("analyst"),
                name: c.authored(&Localized::both(name, name)),
                text: c.authored(&Localized { ru: Some(HOSTILE.into()), en: None }),
                tag: Tag { money: None, seconds: Some(600) },
            };
            let make = |empty: bool| Self {
                c: c.clone(),
                unit: "hr".into(),
                form: Form::of(&DOOR).with("unit", "hr"),
                name: c.authored(&Localized::both(HOSTILE, LONG)),
                purpose: c.authored(&Localized::both(LONG, HOSTILE)),
                kind: (!empty).then(|| c.t("storefront-outside").into_owned()),
                services: if empty { Vec::new() } else { vec![offered(LONG), offered(HOSTILE)] },
                ideas: if empty { Vec::new() } else { vec![offered("Идея")] },
                people: if empty {
                    Vec::new()
                } else {
                    vec![Worker { name: HOSTILE.into(), about: LONG.into() }]
                },
                door: (!empty)
                    .then(|| c.ta("storefront-front-promise-unit", &[("term", c.span(7200).into())])),
                account: (!empty).then(|| routes::account("hr")),
                history: (!empty).then(|| routes::logs_of("hr")),
                flow: (!empty).then(|| routes::unit_flow("hr")),
            };
            vec![make(true), make(false)]
        }
    }
}
