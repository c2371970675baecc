//! What changed between two versions of a brief: the texts word by word, criteria and assumptions by their ids.

use app::requests::page::{RequestPage, page};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::content::ContentRef;
use domain::ids::ItemId;
use domain::request::{Brief, Distance, Item};
use serde::Deserialize;

use super::step::number;
use super::view::Head;
use super::words_diff::{ChangeKind, Run, words_diff};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::decl::{self, FormDecl, field};
use crate::form::{Choice, Form};
use crate::i18n::{Html, escape};
use crate::page::{Page, redirect};
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The route of this page.
pub(super) fn route() -> Route {
    Route::get(pattern::BRIEF_DIFF, Reach::READERS, show)
}

/// A text in both versions.
#[derive(Debug)]
pub(crate) struct TextDiff {
    pub name: String,
    pub text: Html,
    /// Nothing changed in it.
    pub same: bool,
}

/// A criterion or assumption in both versions.
#[derive(Debug)]
pub(crate) struct ItemDiff {
    pub state: State,
    pub text: Html,
}

/// Which versions are compared.
static VERSIONS: FormDecl = FormDecl::new(
    "versions",
    &[
        field("from", decl::FieldKind::Whole(i32::MAX as i64), "diff-from"),
        field("to", decl::FieldKind::Whole(i32::MAX as i64), "diff-to"),
    ],
);

/// The page.
#[derive(Debug, Template)]
#[template(path = "journey/diff.html")]
pub(crate) struct DiffView {
    pub c: Chrome,
    pub head: Head,
    pub form: Form,
    pub versions: Vec<Choice>,
    /// Who sent the newer one, and when.
    pub sent: String,
    pub texts: Vec<TextDiff>,
    /// Criteria and assumptions under their headings.
    pub lists: Vec<(String, Vec<ItemDiff>)>,
    /// How far from the stated problem: before and after, when that changed.
    pub distance: Option<(String, String)>,
    /// How many places changed, in a sentence.
    pub summary: String,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

async fn show(signed: SignedIn, Path(no): Path<String>, Query(asked): Query<Asked>) -> Reply<Response> {
    let no = number(&no)?;
    let cx = signed.cx(None);
    let page = signed.site.read(move |tx| page(tx, &cx, no)).await?;
    if page.request.briefs.is_empty() {
        return Ok(redirect(&routes::request(no)));
    }
    let view = view(signed.chrome(), &page, asked.from.parse().ok(), asked.to.parse().ok());
    Ok(Page::personal(&view.ok_or_else(Error::not_found)?).into_response())
}

/// A text of a brief.
type Of = fn(&Brief) -> &ContentRef;

/// The two versions asked for; without them the newest and the one before.
pub(super) fn view(c: Chrome, page: &RequestPage, from: Option<u32>, to: Option<u32>) -> Option<DiffView> {
    let briefs = &page.request.briefs;
    let newest = briefs.last()?.version;
    let to = to.unwrap_or(newest);
    let from = from.unwrap_or(to.saturating_sub(1).max(1));
    let find = |version: u32| briefs.iter().find(|brief| brief.version == version);
    let (old, new) = (find(from)?, find(to)?);
    let text = |brief: &Brief, of: Of| page.text(of(brief)).to_owned();
    let mut changes = 0;
    let mut texts = Vec::new();
    let fields: [(_, Of); 3] = [
        (c.t("brief-title"), |brief| &brief.title),
        (c.t("brief-problem"), |brief| &brief.problem),
        (c.t("brief-outcome"), |brief| &brief.outcome),
    ];
    for (name, of) in fields {
        let runs = words_diff(&text(old, of), &text(new, of));
        let changed = runs.iter().filter(|run| run.kind != ChangeKind::Same).count();
        changes += changed;
        texts.push(TextDiff { name: name.into_owned(), text: marked(&c, &runs), same: changed == 0 });
    }
    let mut lists = vec![
        (c.t("brief-criteria").into_owned(), items(&c, page, &old.criteria, &new.criteria, &mut changes)),
        (
            c.t("brief-assumptions").into_owned(),
            items(&c, page, &old.assumptions, &new.assumptions, &mut changes),
        ),
    ];
    lists.retain(|(_, items)| !items.is_empty());
    let distance =
        (old.distance != new.distance).then(|| (distance(&c, old.distance), distance(&c, new.distance)));
    changes += usize::from(distance.is_some());
    let sent = [("who", page.name(new.by).into()), ("when", c.moment(new.sent_at).into())];
    Some(DiffView {
        head: Head {
            no: page.request.number,
            title: page.text(&page.request.title).to_owned(),
            base: routes::request(page.request.number),
            seen: page.request.seq,
        },
        form: Form::of(&VERSIONS).with("from", from.to_string()).with("to", to.to_string()),
        versions: briefs
            .iter()
            .map(|brief| {
                let name = c.ta("brief-version", &[("version", brief.version.into())]);
                Choice::new(brief.version.to_string(), name)
            })
            .collect(),
        sent: c.ta("diff-sent", &sent),
        texts,
        lists,
        distance,
        summary: match changes {
            0 => c.t("diff-none").into_owned(),
            changes => c.count("diff-count", changes),
        },
        c,
    })
}

fn distance(c: &Chrome, distance: Distance) -> String {
    match distance {
        Distance::Same => c.t("distance-same"),
        Distance::Narrower => c.t("distance-narrower"),
        Distance::Other => c.t("distance-other"),
    }
    .into_owned()
}

/// Items of the newer version in its order, then those that went.
fn items(c: &Chrome, page: &RequestPage, old: &[Item], new: &[Item], changes: &mut usize) -> Vec<ItemDiff> {
    let text = |items: &[Item], id: ItemId| {
        items.iter().find(|item| item.id == id).map(|item| page.text(&item.text).to_owned())
    };
    let mut all = Vec::new();
    for item in new {
        let now = page.text(&item.text).to_owned();
        let (state, runs) = match text(old, item.id) {
            None => {
                (State::new(Mark::You, c.t("diff-added")), vec![Run { kind: ChangeKind::New, text: now }])
            }
            Some(before) if before == now => {
                (State::new(Mark::Plain, c.t("diff-kept")), vec![Run { kind: ChangeKind::Same, text: now }])
            }
            Some(before) => (State::new(Mark::Work, c.t("diff-changed")), words_diff(&before, &now)),
        };
        *changes += usize::from(state.mark != Mark::Plain);
        all.push(ItemDiff { state, text: marked(c, &runs) });
    }
    for item in old.iter().filter(|item| text(new, item.id).is_none()) {
        *changes += 1;
        let runs = [Run { kind: ChangeKind::Gone, text: page.text(&item.text).to_owned() }];
        all.push(ItemDiff { state: State::new(Mark::Late, c.t("diff-removed")), text: marked(c, &runs) });
    }
    all
}

/// Stretches as `ins` and `del`, each with a word for those who hear the page.
fn marked(c: &Chrome, runs: &[Run]) -> Html {
    let mut out = String::new();
    for run in runs {
        let (tag, word) = match run.kind {
            ChangeKind::Same => {
                out.push_str(&escape(&run.text));
                continue;
            }
            ChangeKind::Gone => ("del", c.t("diff-hear-removed")),
            ChangeKind::New => ("ins", c.t("diff-hear-added")),
        };
        out.push_str(&format!("<{tag}><span class=\"vh\">{word} </span>{}</{tag}>", escape(&run.text)));
    }
    Html(out)
}
