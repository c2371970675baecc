//! One declaration of a route: method, path, who may reach it, handler.

use std::convert::Infallible;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::routing::{self, MethodRouter};

use super::bring::Allowed;
use super::guard::{self, Guarded};
use super::reach::Reach;
use crate::dress::FORM_BYTES;
use crate::site::Site;

/// How a route answers whoever is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// A page: pages that are asked for lead to signing in, forms answer 401.
    Page,
    /// JSON or a part of a page, for scripts: 401.
    Json,
}

/// What the form of a route may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Fields alone: a file among them is refused before it is read.
    Fields,
    /// Files of the usual size.
    Files,
    /// Files of up to so many bytes each, passed on piece by piece.
    Large(usize),
}

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
    pub kind: AnswerKind,
    /// What its form may carry.
    pub takes: Takes,
    /// Who may bring files.
    allowed: Allowed,
    /// It counts much: one person has few of them in work at once.
    pub heavy: bool,
    /// Whoever sends its form typed the password a short while ago, or types it now.
    pub proof: bool,
    /// It is there for whoever owes a second factor, too.
    pub before_factor: bool,
    handler: MethodRouter<Site>,
}

impl Route {
    /// A page.
    pub fn get<H, T>(path: &'static str, reach: Reach, handler: H) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        Self::of(Method::GET, path, reach, routing::get(handler))
    }

    /// The target of a form.
    pub fn post<H, T>(path: &'static str, reach: Reach, handler: H) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        Self::of(Method::POST, path, reach, routing::post(handler))
    }

    fn of(method: Method, path: &'static str, reach: Reach, handler: MethodRouter<Site>) -> Self {
        Self {
            method,
            path,
            reach,
            kind: AnswerKind::Page,
            takes: Takes::Fields,
            allowed: Allowed::by_the_door(),
            heavy: false,
            proof: false,
            before_factor: false,
            handler,
        }
    }

    /// It answers scripts.
    #[must_use]
    pub fn json(mut self) -> Self {
        self.kind = AnswerKind::Json;
        self
    }

    /// It counts much: one person has few of them in work at once.
    #[must_use]
    pub const fn heavy(mut self) -> Self {
        self.heavy = true;
        self
    }

    /// It is there for whoever owes a second factor, too: to add it.
    #[must_use]
    pub const fn before_factor(mut self) -> Self {
        self.before_factor = true;
        self
    }

    /// It gives power to somebody: whoever sends its form types their password first, unless they did a short while ago.
    #[must_use]
    pub const fn proof(mut self) -> Self {
        self.proof = true;
        self
    }

    /// Its form carries files, from whoever the door lets in.
    #[must_use]
    pub const fn files(mut self) -> Self {
        self.takes = Takes::Files;
        self
    }

    /// Its form carries files, from whoever may do what it is for: where the door cannot tell, this does.
    #[must_use]
    pub fn files_of(mut self, allowed: Allowed) -> Self {
        self.allowed = allowed;
        self.files()
    }

    /// Its form carries files, each up to so many bytes; they are passed on piece by piece.
    #[must_use]
    pub const fn large_files(mut self, bytes: usize) -> Self {
        self.takes = Takes::Large(bytes);
        self
    }

    /// The handler behind its door.
    pub(super) fn guarded(self, site: &Site) -> (&'static str, MethodRouter<Site>) {
        let guarded = Guarded {
            site: site.clone(),
            reach: self.reach,
            kind: self.kind,
            takes: self.takes,
            allowed: self.allowed,
            heavy: self.heavy,
            proof: self.proof,
            before_factor: self.before_factor,
            path: self.path,
        };
        let whole = match self.takes {
            Takes::Fields => FORM_BYTES,
            Takes::Files => {
                usize::try_from(site.config().quotas.request).unwrap_or(usize::MAX).saturating_add(FORM_BYTES)
            }
            Takes::Large(bytes) => bytes + FORM_BYTES,
        };
        let handler = self.handler.layer::<_, Infallible>(DefaultBodyLimit::max(whole));
        (self.path, handler.layer(middleware::from_fn_with_state(guarded, guard::pass)))
    }
}
