//! How a step of the journey goes: its page opens, its form comes, the use case answers, and what was refused comes back
//! filled, with the reason.

use app::requests::choices::{self, Asked, PersonChoice, ServiceChoice};
use app::requests::page::{RequestPage, page};
use app::requests::{self, Input, NewStatement};
use app::{AppError, Cx};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::permission::Viewer;
use domain::request::{CommandKind, Refusal, Side, may_give};
use serde_json::{Value, json};
use store::Tx;

use super::stage::Stage;
use super::view::{Shown, Trouble};
use crate::auth::{Sent, Visit};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply, Said};
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, field};
use crate::form::{Form, Reading, made};
use crate::page::done;
use crate::pages::request::since;
use crate::routes;
use crate::server::Allowed;

/// The `id` of the form on the page of a step.
pub(super) const FORM: &str = "step";

/// What a form asks for: data of a use case's input, as JSON has them.
#[derive(Debug, Clone)]
pub(in crate::pages) enum Carry {
    /// A step on the request: the data of the [`Input`] of this command.
    Step(CommandKind, Value),
    /// A sub-request for it: a [`NewStatement`].
    Order(Value),
}

/// Files that come along.
pub(super) const FILES: FieldDecl = field("files", FieldKind::Files, "files-label").optional();

/// What a page needs beside the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Needs {
    /// Nothing.
    Nothing,
    /// Services that the viewer can order.
    Services,
    /// Services that the customer can order.
    CustomersServices,
    /// People of both units whom the viewer may let in, or entrust.
    People(Asked),
}

/// What was read for a page beside the request.
#[derive(Debug, Clone, Default)]
pub(in crate::pages) struct Lists {
    pub services: Vec<ServiceChoice>,
    pub people: Vec<PersonChoice>,
}

/// A step: where its page and form are, what it asks, how it is read and shown. Who may take it says its command.
#[derive(Debug)]
pub(in crate::pages) struct Step {
    /// Its command.
    pub command: CommandKind,
    /// The last part of its address, and the pattern of the whole.
    pub at: (&'static str, &'static str),
    /// What its form asks.
    pub fields: &'static [FieldDecl],
    /// What its page needs beside the request.
    pub needs: Needs,
    /// Where on the page of the request its result stands.
    pub place: &'static str,
    /// What the page of the request says afterwards.
    pub notice: &'static str,
    /// The person may lose sight of the request by it.
    pub leaves: bool,
    /// What a fresh form holds.
    pub fill: fn(&Chrome, &RequestPage, Form) -> Form,
    /// What the form asks for; the request is told by its number.
    pub read: fn(&mut Reading<'_>, &Step, i64) -> Carry,
    /// Where faults of the use case stand, that no field is named after.
    pub places: &'static [(&'static str, &'static str)],
    /// Its page.
    pub show: fn(&Stage) -> Shown,
}

/// A step of a button without fields, to be filled in.
pub(super) const fn step(
    command: CommandKind,
    at: (&'static str, &'static str),
    place: &'static str,
    notice: &'static str,
) -> Step {
    Step {
        command,
        at,
        fields: &[],
        needs: Needs::Nothing,
        place,
        notice,
        leaves: false,
        fill: |_, _, form| form,
        read: |form, step, _| Carry::Step(step.command, form.object(step.fields)),
        places: &[],
        show: |stage| stage.view("", "").into(),
    }
}

/// The last part of an address after that of the request, with the pattern of the whole.
macro_rules! at {
    ($last:literal) => {
        ($last, concat!("/r/{no}/", $last))
    };
}
pub(super) use at;

impl Step {
    /// Its form.
    pub(super) const fn form(&self) -> FormDecl {
        FormDecl::new(FORM, self.fields).places(self.places)
    }

    /// Whether its form carries files.
    pub(in crate::pages) fn takes_files(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.kind, FieldKind::Files))
    }

    /// Whether the viewer can take it now.
    fn possible(&self, page: &RequestPage) -> bool {
        page.available.contains(&self.command)
    }

    fn is_of(&self, page: &RequestPage, viewer: &Viewer) -> bool {
        let own = !self.command.is_the_customers_own() || viewer.person() == Some(page.request.customer);
        own && page.sides.iter().any(|side| may_give(self.command, *side))
    }
}

/// Why the viewer may not take a step: those who take part learn who may.
fn not_yours(page: &RequestPage) -> Error {
    let said = [(Side::Own, "refused-own-unit"), (Side::Participant, "refused-not-entrusted")];
    let said = said.into_iter().find(|(side, _)| page.sides.contains(side));
    Error::forbidden().saying(Said::new(said.map_or("refused-not-yours", |(_, key)| key)))
}

/// The page that a step belongs to: the request's own, or the one that a link opens.
#[derive(Debug, Clone)]
pub(in crate::pages) struct Place {
    /// The number of the request.
    pub no: i64,
    /// The address of the page.
    pub base: String,
}

impl Place {
    /// The page of a request, by the number in its address.
    pub fn of_request(no: &str) -> Reply<Self> {
        let no = number(no)?;
        Ok(Self { no, base: routes::request(no) })
    }
}

/// The number of a request in an address.
pub(super) fn number(text: &str) -> Reply<i64> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(Error::not_found)
}

/// What a link to a page of a step may choose beforehand.
const CHOSEN: [&str; 6] = ["offer", "unit", "service", "task", "line", "number"];

async fn load(visit: &Visit, step: &'static Step, no: i64) -> Result<(RequestPage, Lists), AppError> {
    let cx = visit.cx(None);
    visit
        .site
        .read(move |tx| {
            let page = page(tx, &cx, no)?;
            let lists = match step.needs {
                Needs::Nothing => Lists::default(),
                Needs::Services => Lists { services: choices::services(tx, &cx, None)?, ..Lists::default() },
                Needs::CustomersServices => {
                    let customer = Some(page.request.customer);
                    Lists { services: choices::services(tx, &cx, customer)?, ..Lists::default() }
                }
                Needs::People(asked) => {
                    Lists { people: choices::people(tx, &page, asked)?, ..Lists::default() }
                }
            };
            Ok((page, lists))
        })
        .await
}

/// Who may bring files with a step: whoever may take it.
pub(super) fn allowed(step: &'static Step) -> Allowed {
    Allowed::new(move |tx, cx, params| {
        let no = params.of("no").parse().map_err(|_| AppError::Missing("request"))?;
        let page = page(tx, cx, no)?;
        match step.is_of(&page, &cx.viewer) {
            // What is ordered is a request of its own.
            true => Ok((step.command != CommandKind::ChildStated).then_some(page.request.id)),
            false => Err(AppError::Forbidden),
        }
    })
}

/// The page of a step.
pub(in crate::pages) async fn open(
    step: &'static Step,
    visit: &Visit,
    place: Place,
    query: Vec<(String, String)>,
) -> Reply<Response> {
    let (page, lists) = load(visit, step, place.no).await?;
    if !step.is_of(&page, &visit.viewer) {
        return Err(not_yours(&page));
    }
    let c = visit.chrome();
    let chosen = query.into_iter().filter(|(name, _)| CHOSEN.contains(&name.as_str())).collect();
    let form = (step.fill)(&c, &page, Form::of(&step.form()).filled(chosen));
    let possible = step.possible(&page);
    let trouble = (!possible).then(|| Trouble {
        text: c.t("refused-state").into_owned(),
        next: c.t("trouble-open").into_owned(),
        since: Vec::new(),
    });
    let stage = Stage { c, page, lists, form, trouble, possible, step, base: place.base };
    let status = if possible { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok((step.show)(&stage).page(status).into_response())
}

/// The form of a step.
pub(in crate::pages) async fn carry(step: &'static Step, place: Place, sent: Sent) -> Reply<Response> {
    let c = sent.chrome();
    if sent.pressed("add") {
        return again(step, &sent, c, place).await;
    }
    let mut reading = Reading::new(&sent.fields, &sent.files, &c);
    let asked = (step.read)(&mut reading, step, place.no);
    let answer = match reading.done(Some(asked)) {
        Ok(asked) => run(&sent, place.no, asked).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(()) => finish(step, &sent, &place).await,
        Err(error) => refuse(step, &sent, c, place, error).await,
    }
}

async fn run(sent: &Sent, no: i64, asked: Carry) -> Result<(), AppError> {
    let (seen, opened_at) = (sent.seen, Some(sent.opened_at));
    match asked {
        Carry::Step(command, data) => {
            let kind: &str = command.into();
            let bare = data.as_object().is_some_and(serde_json::Map::is_empty);
            let input: Input =
                made(if bare { json!({ "kind": kind }) } else { json!({ "kind": kind, "data": data }) })?;
            let act =
                move |tx: &mut dyn Tx, cx: &mut Cx| requests::act(tx, cx, no, seen, opened_at, input.clone());
            sent.site.write(&sent.cx(), act).await.map(drop)
        }
        Carry::Order(data) => {
            let new: NewStatement = made(data)?;
            let state = move |tx: &mut dyn Tx, cx: &mut Cx| requests::state(tx, cx, opened_at, new.clone());
            sent.site.write(&sent.cx(), state).await.map(drop)
        }
    }
}

async fn finish(step: &'static Step, sent: &Sent, place: &Place) -> Reply<Response> {
    let mut to = format!("{}#{}", place.base, step.place);
    if step.leaves && matches!(load(sent, step, place.no).await, Err(AppError::Missing(_))) {
        if sent.viewer.link.is_some() {
            return Ok(crate::pages::outside::left(sent));
        }
        to = if sent.viewer.served().is_empty() { routes::home() } else { routes::desk() };
    }
    Ok(done(&to, step.notice))
}

/// The form with one more row, or with its sums, nothing recorded.
async fn again(step: &'static Step, sent: &Sent, c: Chrome, place: Place) -> Reply<Response> {
    let (page, lists) = load(sent, step, place.no).await?;
    if !step.is_of(&page, &sent.viewer) {
        return Err(not_yours(&page));
    }
    let possible = step.possible(&page);
    let base = place.base;
    let stage = Stage { c, page, lists, form: sent.again(&step.form()), trouble: None, possible, step, base };
    Ok((step.show)(&stage).page(StatusCode::OK).into_response())
}

/// The form as it was filled, with what is wrong beside the fields, or with the reason and what happened meanwhile.
async fn refuse(
    step: &'static Step,
    sent: &Sent,
    c: Chrome,
    place: Place,
    error: AppError,
) -> Reply<Response> {
    let answer = match &error {
        // What the step was about is gone: that is a state of the request, not of its address.
        AppError::Refused(Refusal::Missing(_)) => {
            Error::from(Code::Conflict).saying(Said::new("refused-state"))
        }
        error => Error::from(error.clone()),
    };
    let over = matches!(error, AppError::Refused(Refusal::MoreThanPaid { .. }));
    if !matches!(answer.code, Code::Invalid | Code::Conflict | Code::Forbidden) {
        return Err(answer);
    }
    let (page, lists) = load(sent, step, place.no).await?;
    if !step.is_of(&page, &sent.viewer) {
        return Err(not_yours(&page));
    }
    let mut form = sent.again(&step.form());
    let mut beside = form.reject(&c, &error);
    if over && let Some(said) = &answer.what {
        form.fail("amount", said.to(&c));
        beside = true;
    }
    if !sent.files.is_empty() {
        form.fail("files", c.t("field-files-again").into_owned());
    }
    let possible = step.possible(&page);
    let trouble = (!beside).then(|| Trouble {
        text: answer
            .what
            .as_ref()
            .map_or_else(|| c.t("error-conflict-what").into_owned(), |said| said.to(&c)),
        since: sent.seen.map(|seen| since(&c, &page, &sent.viewer, seen)).unwrap_or_default(),
        next: if possible { c.t("trouble-send-again") } else { c.t("trouble-open-kept") }.into_owned(),
    });
    let stage = Stage { c, page, lists, form, trouble, possible, step, base: place.base };
    Ok((step.show)(&stage).page(answer.code.status()).into_response())
}
