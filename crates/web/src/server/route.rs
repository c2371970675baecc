//! One declaration of a route: method, path, who may reach it, handler.

use std::convert::Infallible;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::routing::{self, MethodRouter};

use super::guard::{self, Guarded};
use super::reach::Reach;
use crate::site::Site;

/// How a route answers whoever is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page: pages that are asked for lead to signing in, forms answer 401.
    Page,
    /// JSON or a part of a page, for scripts: 401.
    Json,
}

/// How many bytes a file of a route's form may have, where that is more than usual.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Large(pub usize);

/// A route.
#[derive(Debug, Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// In the syntax of axum.
    pub path: &'static str,
    /// Who may reach it.
    pub reach: Reach,
    /// How it answers whoever is not signed in.
    pub kind: Kind,
    handler: MethodRouter<Site>,
}

impl Route {
    /// A page.
    pub fn get<H, T>(path: &'static str, reach: Reach, handler: H) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        Self { method: Method::GET, path, reach, kind: Kind::Page, handler: routing::get(handler) }
    }

    /// The target of a form.
    pub fn post<H, T>(path: &'static str, reach: Reach, handler: H) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        Self { method: Method::POST, path, reach, kind: Kind::Page, handler: routing::post(handler) }
    }

    /// It answers scripts.
    #[must_use]
    pub fn json(mut self) -> Self {
        self.kind = Kind::Json;
        self
    }

    /// Its form carries files.
    #[must_use]
    pub fn files(mut self) -> Self {
        self.handler = self.handler.layer(crate::dress::uploads());
        self
    }

    /// Its form carries files, each up to so many bytes; they are passed on piece by piece.
    #[must_use]
    pub fn large_files(mut self, bytes: usize) -> Self {
        let whole = DefaultBodyLimit::max(bytes + crate::dress::FORM_BYTES);
        self.handler = self.handler.layer::<_, Infallible>(whole).layer(Extension(Large(bytes)));
        self
    }

    /// The handler behind its door.
    pub(super) fn guarded(self, site: &Site) -> (&'static str, MethodRouter<Site>) {
        let guarded = Guarded { site: site.clone(), reach: self.reach, kind: self.kind, path: self.path };
        (self.path, self.handler.layer(middleware::from_fn_with_state(guarded, guard::pass)))
    }
}
