//! The editor of a brief: prefilled from the version before, with the customer's words and the insights beside it.

use askama::Template;
use domain::content::ContentRef;
use domain::request::{CommandKind, Distance, Item};
use serde_json::{Value, json};

use super::interview::shown_rows;
use super::known::{Known, known};
use super::stage::Stage;
use super::step::{Carry, Step, at, step};
use super::view::{Head, Shown, Trouble};
use crate::chrome::Chrome;
use crate::form::Reading;
use crate::form::decl::{FieldDecl, FieldKind, code_of, field, line, page};
use crate::form::{Choice, Field, Form};

/// A criterion or assumption.
#[derive(Debug, Clone)]
pub(crate) struct ItemFields {
    /// Counts from 1.
    pub number: usize,
    pub field: Field,
    /// The id that lives across versions; empty for a new one.
    pub id: String,
    /// It was just added.
    pub fresh: bool,
}

/// Criteria or assumptions, one below the other.
#[derive(Debug, Clone)]
pub(crate) struct ItemList {
    /// The place that faults of the whole list point to.
    pub field: Field,
    /// What the names of its fields begin with.
    pub kind: &'static str,
    pub title: String,
    pub hint: String,
    /// Words of the button that adds a line.
    pub add: String,
    pub items: Vec<ItemFields>,
}

/// The page of the editor.
#[derive(Debug, Template)]
#[template(path = "journey/brief.html")]
pub(crate) struct BriefView {
    pub c: Chrome,
    pub head: Head,
    pub trouble: Option<Trouble>,
    pub form: Form,
    pub action: String,
    pub possible: bool,
    /// The version that this one will be.
    pub version: u32,
    /// The version before it was not read yet; this one takes its place.
    pub replaces: bool,
    pub lists: Vec<ItemList>,
    pub distances: Vec<Choice>,
    pub known: Known,
}

/// Sends a version of the brief.
pub(super) static BRIEF: Step = Step {
    fill: |_, page, mut form| {
        let Some(brief) = page.request.brief() else { return form };
        let text = |reference: &ContentRef| page.text(reference).to_owned();
        form = form
            .with("title", text(&brief.title))
            .with("problem", text(&brief.problem))
            .with("outcome", text(&brief.outcome))
            .with("distance", brief.distance.code());
        let items = |mut form: Form, kind: &str, items: &[Item]| {
            for (row, item) in items.iter().enumerate() {
                form = form
                    .with(format!("{kind}_{row}"), text(&item.text))
                    .with(format!("{kind}_{row}_id"), item.id.to_string());
            }
            form
        };
        form = items(form, "criterion", &brief.criteria);
        items(form, "assumption", &brief.assumptions)
    },
    fields: &[
        line("title", "brief-title").hint("brief-title-hint"),
        page("problem", "brief-problem").hint("brief-problem-hint"),
        page("outcome", "brief-outcome").hint("brief-outcome-hint"),
        field("distance", code_of!(Distance), "distance-title").hint("distance-hint"),
    ],
    read: |form, step, _| {
        let mut data = form.object(step.fields);
        let criteria = items(form, "criterion");
        if criteria.is_empty() {
            form.problem("criteria", "field-required");
        }
        data["criteria"] = criteria.into();
        data["assumptions"] = items(form, "assumption").into();
        Carry::Step(step.command, data)
    },
    show: |stage| Shown::Brief(Box::new(view(stage))),
    ..step(CommandKind::SendBrief, at!("brief"), "brief", "notice-brief")
};

/// A criterion or assumption, and the id that it had in the version before.
const ITEM: FieldDecl = line("text", "").optional();
const ITEM_ID: FieldDecl = field("id", FieldKind::Id, "").optional();

fn items(form: &mut Reading<'_>, kind: &str) -> Vec<Value> {
    let mut items = Vec::new();
    for row in form.rows(kind, "") {
        let text = form.value_at(&ITEM, &format!("{kind}_{row}"));
        let id = form.value_at(&ITEM_ID, &format!("{kind}_{row}_id"));
        if text.as_ref().is_some_and(|text| text != "") {
            items.push(json!({ "id": id, "text": text }));
        }
    }
    items
}

fn view(stage: &Stage) -> BriefView {
    let (c, form) = (&stage.c, &stage.form);
    let fields = |kind: &str, least| -> Vec<ItemFields> {
        let (rows, fresh) = shown_rows(form, kind, "", least);
        let rows = rows.into_iter().enumerate();
        rows.map(|(at, row)| ItemFields {
            number: at + 1,
            field: form.field(&format!("{kind}_{row}")),
            id: form.value(&format!("{kind}_{row}_id")).to_owned(),
            fresh: fresh == Some(row),
        })
        .collect()
    };
    let before = stage.page.request.brief();
    let lists = vec![
        ItemList {
            field: form.field("criteria"),
            kind: "criterion",
            title: c.t("brief-criteria").into(),
            hint: c.t("brief-criteria-hint").into(),
            add: c.t("brief-add-criterion").into(),
            items: fields("criterion", 3),
        },
        ItemList {
            field: form.field("assumptions"),
            kind: "assumption",
            title: c.t("brief-assumptions").into(),
            hint: c.t("brief-assumptions-hint").into(),
            add: c.t("brief-add-assumption").into(),
            items: fields("assumption", 1),
        },
    ];
    let mut named = form.clone();
    for list in &lists {
        named = named.label(&list.field.name, &list.title);
        for item in &list.items {
            named = named.label(&item.field.name, format!("{} {}", list.title, item.number));
        }
    }
    BriefView {
        head: stage.head(),
        trouble: stage.trouble.clone(),
        action: stage.action(),
        possible: stage.possible,
        version: before.map_or(1, |brief| brief.version + 1),
        replaces: before.is_some_and(|brief| brief.confirmed_at.is_none() && brief.corrected_at.is_none()),
        lists,
        distances: vec![
            Choice::new("same", c.t("distance-same")).hint(c.t("distance-same-hint")),
            Choice::new("narrower", c.t("distance-narrower")).hint(c.t("distance-narrower-hint")),
            Choice::new("other", c.t("distance-other")).hint(c.t("distance-other-hint")),
        ],
        known: known(stage),
        form: named,
        c: c.clone(),
    }
}
