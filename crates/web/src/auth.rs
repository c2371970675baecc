//! Who asks: sessions by cookie, links by address, and forms that prove that they come from our own page.

mod address;
mod cookies;
mod fields;
mod sent;
mod taking;
mod token;
mod visit;

pub use address::network;
pub(crate) use address::{network_of, was_forwarded};
pub(crate) use cookies::{known_cookie, step_cookie, step_secret};
pub use cookies::{session_cookie, visit_cookie};
pub use fields::Fields;
pub(crate) use sent::{MAX_FIELDS, is_multipart, opened_at, token_header};
pub use sent::{Sent, Upload};
pub use token::{FORM_SECONDS, form_token, token_moment};
pub use visit::{LinkHolder, MaybeSignedIn, SignedIn, Visit};

pub(crate) use visit::load;
