//! One request's caller, loaded once and handed to handlers.

use std::ops::Deref;
use std::sync::Arc;

use app::company::{self, CompanyView, Me};
use app::error::Answer;
use app::files::MB;
use app::identity::{self, Known, Secret};
use app::origin::{Origin, is_loopback};
use app::{AppError, Cx};
use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use domain::actor::{Actor, Channel};
use domain::ids::{CommandId, PersonId, UnitId};
use domain::money::Currency;
use domain::permission::{LinkScope, Viewer};
use domain::time::Instant;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::repo::notice;
use store::repo::outside_link::{self, OutsideLink};
use store::repo::session::Session;

use super::address::{host_of, is_local, network_of};
use super::cookies::{known_text, session_secret, visit_secret};
use super::{form_token, token_moment};
use crate::chrome::{Chrome, Notice, NoticeKind, Signed};
use crate::error::{Code, Error};
use crate::prefs::Prefs;
use crate::routes;
use crate::server::nav;
use crate::site::Site;

/// Who asks, and with what preferences.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The site.
    pub site: Site,
    /// Language and theme of the browser.
    pub prefs: Prefs,
    /// When the request came.
    pub now: Instant,
    /// Who, with everything that permissions depend on.
    pub viewer: Viewer,
    /// The session, when somebody is signed in.
    pub session: Option<Session>,
    /// The person, when somebody is signed in.
    pub person: Option<Me>,
    /// The company, once it began.
    pub company: Option<CompanyView>,
    /// How many of the person's newest notices they have not seen.
    pub unread: i64,
    /// A role of theirs asks for a second factor, and they have none yet: until they add it nothing else opens.
    pub owes_factor: bool,
    /// Until when the link works, for whoever holds one.
    pub link_until: Option<Instant>,
    /// The network that it comes from; see [`super::network`].
    pub network: String,
    /// Browser and system, in words.
    pub device: String,
    /// For whom the browser is known, while nobody is signed in.
    pub known: Vec<Known>,
    /// The host that was asked for, as the browser says.
    pub host: Option<String>,
    /// It comes from this very machine, and nobody passed it on.
    pub local: bool,
    /// What signs the forms of this caller.
    form_key: [u8; 32],
    /// The secret of a visitor that the browser does not have yet.
    pub(crate) fresh: Option<Secret>,
}

impl Visit {
    /// The surroundings of a page for this caller.
    pub fn chrome(&self) -> Chrome {
        let company = self.company.as_ref();
        let zone = company.and_then(|company| TimeZone::get(&company.zone).ok()).unwrap_or(TimeZone::UTC);
        let currency = company.map_or(Currency::RUB, |company| company.currency);
        let mut chrome = Chrome::new(&self.prefs, zone, self.now, currency, self.site.ids());
        chrome.csrf = form_token(&self.form_key, self.now);
        chrome.file_mb = self.site.config().quotas.file / MB;
        chrome.outside = self.viewer.link.is_some();
        chrome.demo = self.is_demonstration();
        if let Some(person) = &self.person {
            let language = self.prefs.language;
            let unit = person.unit.as_ref().map(|(_, name)| name.text(language).to_owned());
            chrome.person =
                Some(Signed { name: person.name.clone(), unit: unit.unwrap_or_default(), instead_of: None });
            chrome.nav = nav::of(&self.viewer, language);
            chrome.unread = self.unread;
            if self.viewer.held {
                let text = chrome.t("access-held").into_owned();
                chrome.notices.push(Notice { kind: NoticeKind::Warning, text });
            }
        }
        chrome
    }

    /// The context of a use case for this caller; without `command` it is a command of its own.
    pub fn cx(&self, command: Option<CommandId>) -> Cx {
        let mut cx = self.site.cx(&self.viewer, Channel::Web, command.map(|key| own(key, self.viewer.actor)));
        cx.network = Some(self.network.clone()).filter(|network| !network.is_empty());
        cx
    }

    /// The address at which people's browsers reach the company, once it is known. A demonstration that nobody named has its machine's.
    pub fn origin(&self) -> Option<Origin> {
        let shown = || self.site.config().demonstrated.clone().filter(|_| self.is_demonstration());
        self.named_origin().or_else(shown)
    }

    /// What the settings say, else what an administrator said.
    fn named_origin(&self) -> Option<Origin> {
        let said = || Origin::parse(self.company.as_ref()?.address.as_deref()?);
        self.site.config().public_url.clone().or_else(said)
    }

    fn is_demonstration(&self) -> bool {
        self.company.as_ref().is_some_and(|company| company.demonstration)
    }

    /// A whole address that can be sent to people; what is wrong while nobody said where the company is reached.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `field`.
    pub fn whole(&self, path: &str, field: &'static str) -> Answer<String> {
        let origin = self.origin().ok_or_else(|| AppError::field(field, "field-no-address"))?;
        Ok(format!("{}{path}", origin.as_str()))
    }

    /// Whether the browser asks for a host that is answered: the company's own, this very machine, and any while none is known.
    pub fn asks_here(&self) -> bool {
        let Some(host) = &self.host else { return true };
        is_loopback(host) || self.named_origin().is_none_or(|origin| origin.is_of(host))
    }

    /// When the page was made whose form has this token.
    ///
    /// # Errors
    /// [`Code::Stale`] when the token is not of this caller's pages.
    pub fn opened_at(&self, token: &str) -> Result<Instant, Error> {
        token_moment(&self.form_key, token, self.now).ok_or_else(|| Error::from(Code::Stale))
    }
}

/// A key as its sender's own: what another person sends with the same one is another command.
fn own(key: CommandId, actor: Actor) -> CommandId {
    let whose = actor.id().unwrap_or_default();
    let digest =
        Sha256::new().chain_update(key.bytes()).chain_update(actor.kind()).chain_update(whose).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// What one read finds of a caller.
struct Found {
    company: Option<CompanyView>,
    session: Option<Session>,
    person: Option<company::SignedIn>,
    link: Option<OutsideLink>,
    unread: i64,
    owes_factor: bool,
}

fn find(tx: &mut dyn Tx, session: Option<&Secret>, link: Option<&Secret>, now: Instant) -> Answer<Found> {
    let company = company::find_company(tx)?;
    let live = session.map(|secret| identity::live(tx, secret, now)).transpose()?.flatten();
    let mut person = live.as_ref().map(|live| company::viewer_of(tx, live.person)).transpose()?.flatten();
    if let Some(person) = &mut person {
        person.viewer.opened = identity::opened(tx, &person.viewer, now)?;
    }
    let link = link.map(|secret| outside_link::by_secret(tx, &secret.hash(), now)).transpose()?.flatten();
    let unread = match &person {
        Some(person) => notice::unread(tx, person.me.id)?,
        None => 0,
    };
    let owes_factor = match (&person, &company) {
        (Some(person), Some(company)) => identity::owes_factor(tx, &person.viewer, &company.factor_roles)?,
        _ => false,
    };
    Ok(Found { owes_factor, company, session: live.filter(|_| person.is_some()), person, link, unread })
}

/// Whoever holds a link: history tells links apart by their ids.
fn link_viewer(link: &OutsideLink) -> Viewer {
    Viewer { actor: Actor::Link(link.id.0), link: Some(link.scope), ..Viewer::nobody() }
}

/// For which invited unit the caller wants to speak, by the address; permissions say whether they may.
fn speaks_for(uri: &axum::http::Uri) -> Option<UnitId> {
    let pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.filter(|(name, _)| name == routes::SPEAKS_FOR).find_map(|(_, unit)| UnitId::parse(&unit))
}

/// Loads the caller of a request in one read. `link` is the secret in the address of a page for link holders.
pub(crate) async fn load(site: &Site, parts: &Parts, link: Option<&str>) -> Result<Visit, Error> {
    let secure = site.config().secure;
    let now = site.now();
    let prefs = parts.extensions.get().cloned().unwrap_or_else(|| Prefs::of(&parts.headers, &parts.uri));
    let session_secret = session_secret(&parts.headers, secure).filter(|_| link.is_none());
    let link = match link {
        Some(text) => Some(Secret::parse(text).ok_or_else(Error::not_found)?),
        None => None,
    };
    let asked = (session_secret.clone(), link.clone());
    let found = site.read(move |tx| find(tx, asked.0.as_ref(), asked.1.as_ref(), now)).await?;

    let (viewer, form_secret, fresh) = match (&link, &found.person, session_secret) {
        (Some(secret), ..) => {
            let link = found.link.as_ref().ok_or_else(Error::not_found)?;
            if !link.works {
                return Err(Code::Gone.into());
            }
            (link_viewer(link), secret.clone(), None)
        }
        (None, Some(person), Some(secret)) => {
            (Viewer { speaks_for: speaks_for(&parts.uri), ..person.viewer.clone() }, secret, None)
        }
        _ => {
            let kept = visit_secret(&parts.headers, secure);
            let fresh = kept.is_none().then(|| site.secret());
            let secret = kept.or_else(|| fresh.clone()).unwrap_or_else(|| site.secret());
            (Viewer::nobody(), secret, fresh)
        }
    };
    let known = match known_text(&parts.headers, secure).filter(|_| viewer.person().is_none()) {
        Some(text) => Known::read(&site.key().await?, &text),
        None => Vec::new(),
    };
    let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Ok(Visit {
        prefs,
        now,
        viewer,
        session: found.session,
        person: found.person.map(|person| person.me),
        company: found.company,
        unread: found.unread,
        owes_factor: found.owes_factor,
        link_until: found.link.map(|link| link.expires_at),
        network: network_of(&parts.extensions, &parts.headers, site.config().behind_proxy),
        device: identity::device_label(agent),
        known,
        host: host_of(&parts.headers, &parts.uri).map(str::to_owned),
        local: is_local(&parts.extensions, &parts.headers, &parts.uri),
        form_key: form_secret.key("form"),
        fresh,
        site: site.clone(),
    })
}

fn loaded(parts: &Parts) -> Result<Arc<Visit>, Error> {
    let visit = parts.extensions.get::<Arc<Visit>>().cloned();
    visit.ok_or_else(|| Error::from(Code::Internal).because("the route has no door"))
}

/// A caller who is signed in. Routes declared for people who are signed in let nobody else come this far.
#[derive(Debug, Clone)]
pub struct SignedIn {
    visit: Arc<Visit>,
    /// Who.
    pub person: PersonId,
}

impl SignedIn {
    pub(super) fn of(visit: Arc<Visit>) -> Result<Self, Error> {
        let person = visit.viewer.person().ok_or_else(|| Error::from(Code::SignIn))?;
        Ok(Self { visit, person })
    }

    /// What every page knows of the person.
    ///
    /// # Errors
    /// Never for a caller who was loaded as a person; the type says so for every caller.
    pub fn me(&self) -> Result<&Me, Error> {
        self.visit.person.as_ref().ok_or_else(|| Code::SignIn.into())
    }

    /// The session.
    ///
    /// # Errors
    /// As [`Self::me`].
    pub fn session(&self) -> Result<&Session, Error> {
        self.visit.session.as_ref().ok_or_else(|| Code::SignIn.into())
    }
}

impl Deref for SignedIn {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<Site> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Error> {
        Self::of(loaded(parts)?)
    }
}

/// Any caller.
#[derive(Debug, Clone)]
pub struct MaybeSignedIn(Arc<Visit>);

impl Deref for MaybeSignedIn {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl FromRequestParts<Site> for MaybeSignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Error> {
        Ok(Self(loaded(parts)?))
    }
}

/// The holder of a link that was sent outside.
#[derive(Debug, Clone)]
pub struct LinkHolder {
    visit: Arc<Visit>,
    /// What the link opens.
    pub scope: LinkScope,
}

impl Deref for LinkHolder {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<Site> for LinkHolder {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Error> {
        let visit = loaded(parts)?;
        let scope = visit.viewer.link.ok_or_else(Error::not_found)?;
        Ok(Self { visit, scope })
    }
}
