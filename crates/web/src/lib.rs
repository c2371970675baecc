//! Pages: templates, texts, formats, errors, files of the interface.
//!
//! # A page in ten lines
//!
//! A page is a view (a struct with the reader's [`Chrome`] in a field called `c`), a template that extends `layout.html`, and
//! a handler that answers [`Reply`]:
//!
//! ```ignore
//! #[derive(Template)]
//! #[template(path = "service.html")]
//! struct ServiceView { c: Chrome, name: Html, price: Tag, due: Instant, form: Form }
//!
//! pub(crate) fn routes() -> Vec<Route> {                  // listed in `pages::routes`; walked by tests/matrix.rs
//!     vec![
//!         Route::get(pattern::SERVICE, Reach::SIGNED_IN, show),
//!         Route::post(pattern::SERVICE, Reach::unit(&[Action::EditServices]), change).files(),
//!     ]
//! }
//!
//! async fn show(Path(id): Path<String>, signed: SignedIn) -> Reply {
//!     let cx = signed.cx(None);
//!     let found = signed.site.read(move |tx| app::shop::service(tx, &cx, &id)).await?;   // AppError becomes a page
//!     let c = signed.chrome();
//!     Ok(Page::personal(&ServiceView { name: c.authored(&found.name), price: Tag::of(found.price, found.seconds), .. }))
//! }
//!
//! async fn change(Path(id): Path<String>, sent: Sent) -> Reply<Response> {               // `Sent` is the last argument
//!     let (key, seen) = (id.clone(), sent.seen);
//!     match sent.act(&SERVICE, move |tx, cx, new: Words| app::service::change(tx, cx, &key, seen, new)).await? {
//!         Ok(_) => Ok(done(&routes::service(&id), "notice-saved")),
//!         Err(again) => Ok(again.page(&view(sent.chrome(), again.form.clone()))),           // filled, with what is wrong
//!     }
//! }
//!
//! static SERVICE: FormDecl = FormDecl::new("service", &[page("problem", "service-problem").hint("service-problem-hint")]);
//!
//! #[derive(Debug, Clone, Deserialize)]
//! struct Words { problem: String }
//! ```
//! ```text
//! {% extends "layout.html" %}{% import "ui/parts.html" as ui %}{% import "ui/form.html" as f %}
//! {% block title %}{{ name }}{% endblock %}
//! {% block main %}<h1>{{ name }}</h1>
//! {% call ui::tag(c, price, "l") %}{% endcall %} <p>{{ c.time_by(due) }}</p> <p>{{ c.count("service-orders", 3) }}</p>
//! <form method="post" action="{{ crate::routes::service(id) }}" data-draft>{% call f::hidden(c) %}{% endcall %}
//! {% call f::summary(c, form) %}{% endcall %}
//! {{ c.ask(form.field("problem")) }}
//! <p class="acts"><button class="btn btn-go">{{ c.t("service-order") }}</button></p></form>{% endblock %}
//! ```
//!
//! - Every text is a key in `locales/ru/*.ftl` and `locales/en/*.ftl`, written in the template or in Rust as one string
//!   literal; keys with `<b>` end in `-html` and go through [`i18n::L::html`]. The tests of [`i18n`] compare both languages.
//! - Sums, spans and dates are written by [`format::Reader`], which `c` derefs to: `c.money`, `c.price`, `c.span`, `c.exact`,
//!   `c.waited`, `c.time_by`, `c.time_moment`, `c.time_ago`, `c.left`, `c.percent`. Never format by hand.
//! - Texts of the company: `c.authored(&localized)`; words of people: [`parts::words`], names inside `<bdi>`.
//! - Links come from [`routes`]. A link or address typed into a template is a mistake.
//! - What a form asks is declared once (`form/decl.rs`): names, kinds, labels, what is said when a field is left out. No page reads a
//!   field by hand: `sent.act` gives the use case its input and the page its form when it is not right; `sent.input`, `sent.tried`,
//!   `sent.wrong` and `sent.refused` are its parts, for a page that has words of its own.
//! - A form posts, carries `f::hidden`, answers [`page::redirect`] or [`page::done`].
//! - A form that changes a version it saw carries a hidden `seen`; in a form with files (`enctype="multipart/form-data"`,
//!   [`server::Route::files`]) `f::hidden` comes first. The door of a route loads the caller and turns away whoever is not
//!   signed in; everything else is refused by the use case. A new parameter of a path gets its sample in the tests' `World`.
//! - Each view implements `Samples` in its own file under `cfg(test)` and is listed in `samples::everything`.
//! - Scripts are optional. Attributes: `data-swap="id"` on a link or form replaces that element by the one of the answer,
//!   `data-more="id"` continues a list, `data-live="id"` on a form that gets asks while typing, `data-confirm="question"` on a
//!   button, `data-draft` on a form keeps what is typed, `data-grow` on a textarea, `data-desk` on a table of requests takes keys.

pub mod assets;
pub mod auth;
pub mod background;
pub mod chrome;
mod download;
pub mod dress;
pub mod error;
pub mod form;
pub mod format;
pub mod i18n;
mod labels;
pub mod page;
pub mod pages;
pub mod palette;
pub mod parts;
pub mod prefs;
pub mod routes;
#[cfg(test)]
mod samples;
pub mod server;
pub mod site;

pub use chrome::Chrome;
pub use dress::dress;
pub use error::{Error, Reply};
pub use page::{Cache, Page};
pub use site::Site;
