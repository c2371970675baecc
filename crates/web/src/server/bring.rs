//! Who may bring files to a route whose door cannot tell: asked before the first of them is read.

use std::fmt;
use std::sync::Arc;

use app::Cx;
use app::error::Answer;
use domain::ids::RequestId;
use store::Tx;

/// The parameters of an address, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// The value of a parameter; empty when the route has none of this name.
    pub fn of(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Params {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

type Ask = dyn Fn(&mut dyn Tx, &Cx, &Params) -> Answer<Option<RequestId>> + Send + Sync;

/// Says whether the caller may do what the form is for, as the use case would, and to which request its files come, when it is
/// there already.
#[derive(Clone)]
pub struct Allowed(Arc<Ask>);

impl Allowed {
    /// What says so.
    pub fn new(
        ask: impl Fn(&mut dyn Tx, &Cx, &Params) -> Answer<Option<RequestId>> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(ask))
    }

    /// Whoever the door lets in.
    pub fn by_the_door() -> Self {
        Self::new(|_, _, _| Ok(None))
    }
}

impl fmt::Debug for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Allowed")
    }
}

/// What the form of a request may carry, known to its door.
#[derive(Debug, Clone)]
pub(crate) struct Bringing {
    pub takes: super::Takes,
    pub allowed: Allowed,
    pub params: Params,
}

impl Bringing {
    /// Asks whether the caller may.
    pub fn ask(&self, tx: &mut dyn Tx, cx: &Cx) -> Answer<Option<RequestId>> {
        (self.allowed.0)(tx, cx, &self.params)
    }
}
