//! The reads behind pages.

use domain::ids::PersonId;
use domain::ledger::FigureOf;
use store::{Tx, repo};

use super::Subject;
use crate::error::{Answer, AppError};
use crate::ledger::{FigureKey, postings, statement};
use crate::requests::{desk, lists, page};
use crate::{company, home, shop};

/// A page, as far as the database has to do with it.
#[derive(Clone, Copy)]
pub struct Page {
    /// What people know it as.
    pub name: &'static str,
    /// Reads it; how many rows it shows.
    pub read: fn(&mut dyn Tx, &Subject) -> Answer<usize>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

fn person(cx: &crate::Cx) -> Answer<PersonId> {
    cx.viewer.person().ok_or(AppError::Forbidden)
}

/// Every page that is measured.
pub const PAGES: &[Page] = &[
    Page {
        name: "signed in",
        read: |tx, s| {
            Ok(company::viewer_of(tx, person(&s.customer)?)?.map_or(0, |found| found.viewer.grants.len()))
        },
    },
    Page {
        name: "home",
        read: |tx, s| {
            let home = home::home(tx, &s.customer, "")?;
            Ok(home.mine.len() + home.shelves.len())
        },
    },
    Page {
        name: "box: what is being typed",
        read: |tx, s| {
            let found = home::suggest(tx, &s.customer, &s.words)?.found;
            Ok(found.services.len() + found.requests.len())
        },
    },
    Page {
        name: "storefront",
        read: |tx, s| Ok(company::storefront(tx, &s.customer, &s.desk)?.services.len()),
    },
    Page { name: "service", read: |tx, s| shop::service(tx, &s.customer, &s.service).map(|_| 1) },
    Page { name: "request", read: |tx, s| Ok(page::page(tx, &s.requester, s.request)?.events.len()) },
    Page {
        name: "my open requests",
        read: |tx, s| Ok(lists::mine(tx, &s.customer, true, None, lists::PAGE)?.len()),
    },
    Page {
        name: "my ended requests",
        read: |tx, s| Ok(lists::mine(tx, &s.customer, false, None, lists::PAGE)?.len()),
    },
    Page {
        name: "desk",
        read: |tx, s| {
            let asked = desk::Asked { unit: s.desk.clone(), ..desk::Asked::default() };
            let desk = desk::desk(tx, &s.head, &asked)?;
            Ok(desk.map_or(0, |desk| desk.parts.iter().map(|part| part.rows.len()).sum()))
        },
    },
    Page {
        name: "briefs to offer on",
        read: |tx, s| Ok(lists::bids(tx, &s.head, s.desk_unit, None, lists::PAGE)?.len()),
    },
    Page {
        name: "statement of a quarter",
        read: |tx, s| {
            let view = statement(tx, &s.payer, s.account, s.period)?;
            Ok(view.supplied.rows.len() + view.ordered.rows.len())
        },
    },
    Page {
        name: "postings of a figure",
        read: |tx, s| {
            let key = FigureKey { side: FigureOf::Earned, line: None };
            Ok(postings(tx, &s.payer, s.account, s.period, key, None, 50)?.len())
        },
    },
    Page { name: "notices", read: |tx, s| Ok(repo::notice::of(tx, person(&s.customer)?, None, 50)?.len()) },
    Page { name: "people", read: |tx, s| Ok(company::people(tx, &s.administrator.viewer, None, 50)?.len()) },
];
