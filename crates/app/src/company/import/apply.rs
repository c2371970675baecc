//! Making the changes: history, words and rows of new people in bulk, rows of others one by one.

use std::collections::HashMap;

use domain::access;
use domain::actor::Channel;
use domain::aggregate::{fold, fold_into};
use domain::company::{Event, Person};
use domain::history::Envelope;
use domain::ids::{ContentId, PersonId, StreamId};
use store::repo::content::{self, NewContent};
use store::repo::event::Draft;
use store::repo::{event, person};
use store::{StoreError, Tx, Value};

use super::compare::{Plan, Update, profile, roles};
use super::roster::Roster;
use super::row::FileRow;
use crate::Cx;
use crate::aggregate::damaged;
use crate::audit::did;
use crate::company::HR;
use crate::company::belonging::{joining, leaving};
use crate::company::known_by::Source;
use crate::company::people;
use crate::error::Answer;

/// Rows to be written together.
struct Batch<'a> {
    cx: &'a mut Cx,
    source: Source,
    /// People by the number that the file gives them, known and new.
    by_number: HashMap<String, PersonId>,
    contents: Vec<Vec<Value>>,
    events: Vec<Draft>,
}

/// Makes every change of the plan.
pub(super) fn apply(tx: &mut dyn Tx, cx: &mut Cx, roster: &Roster, plan: &Plan) -> Answer<()> {
    let mut by_number = roster.by_number.clone();
    for row in &plan.created {
        by_number.insert(row.number.clone(), PersonId(cx.ids.next()));
    }
    for (row, person, _) in &plan.changed {
        by_number.insert(row.number.clone(), *person);
    }
    let source = Source::open(tx, HR)?;
    let mut batch = Batch { cx, source, by_number, contents: Vec::new(), events: Vec::new() };
    let mut new = Vec::with_capacity(plan.created.len());
    for row in &plan.created {
        new.push(batch.create(row, roster)?);
    }
    for (row, person, update) in &plan.changed {
        batch.change(tx, row, *person, update)?;
    }
    tx.fill(&content::CONTENT, batch.contents)?;
    event::fill(tx, batch.events)?;
    person::insert_all(tx, &new)?;
    let (created, changed) = (plan.created.len() as u64, plan.changed.len() as u64);
    did(tx, cx, access::Event::BroughtPeople { created, changed })
}

impl Batch<'_> {
    fn create(&mut self, row: &FileRow, roster: &Roster) -> Answer<Person> {
        let person = self.by_number[&row.number];
        let outside = roster.units.get(&row.unit).is_some_and(|unit| unit.kind.is_outside());
        let profile = self.profile(row, person, None)?;
        let mut events =
            vec![Event::PersonRegistered { person, profile, language: roster.language, outside }];
        events.push(self.link(person, &row.number));
        let manager = self.manager(row);
        events.push(Event::MembershipStarted { person, unit: row.unit, manager });
        events.extend(roles(row).map(|(role, unit)| Event::RoleGranted { person, role, unit }));
        self.append(people::stream_of(person), 0, &events);
        let now = self.cx.now;
        let folded = fold(events.iter().map(|event| (event, now)));
        let folded = folded.map_err(|problem| damaged(people::stream_of(person), problem))?;
        Ok(folded.ok_or_else(|| damaged(people::stream_of(person), "nothing happened"))?)
    }

    fn change(&mut self, tx: &mut dyn Tx, row: &FileRow, person: PersonId, update: &Update) -> Answer<()> {
        let (stream, before) = people::load(tx, person)?;
        let mut events = Vec::new();
        if update.number {
            events.push(self.link(person, &row.number));
        }
        if let Some(new) = &update.profile {
            let profile = self.profile(row, person, Some(new))?;
            events.push(Event::ProfileChanged { person, profile });
        }
        for unit in &update.leaves {
            events.extend(leaving(&before, *unit));
        }
        if update.joins {
            events.extend(joining(&before, row.unit, self.manager(row)));
        }
        events.extend(update.roles.iter().map(|(role, unit)| Event::RoleGranted {
            person,
            role: *role,
            unit: *unit,
        }));
        self.append(people::stream_of(person), stream.seq(), &events);
        let after = fold_into(before.clone(), &events, self.cx.now);
        let after = after.map_err(|problem| damaged(people::stream_of(person), problem))?;
        Ok(person::save(tx, Some(&before), &after)?)
    }

    fn manager(&self, row: &FileRow) -> Option<PersonId> {
        let number = row.manager.as_ref()?.as_ref()?;
        self.by_number.get(number).copied()
    }

    fn profile(
        &mut self,
        row: &FileRow,
        person: PersonId,
        new: Option<&domain::company::Profile>,
    ) -> Answer<domain::content::ContentRef> {
        let profile = new.cloned().unwrap_or_else(|| profile(row, None));
        let body = serde_json::to_string(&profile)
            .map_err(|error| StoreError::inconsistent("content", "body", person.0, error.to_string()))?;
        let id = ContentId(self.cx.ids.next());
        let text = NewContent { id, kind: "profile", salt: self.cx.salt(id.0), body, file: None };
        self.keep(person, &text);
        Ok(text.reference())
    }

    fn link(&mut self, person: PersonId, number: &str) -> Event {
        let (event, text) = self.source.link(self.cx, person, number);
        self.keep(person, &text);
        event
    }

    fn keep(&mut self, person: PersonId, text: &NewContent) {
        let author = self.cx.viewer.person();
        self.contents.push(content::values(people::stream_of(person), author, self.cx.now, text));
    }

    fn append(&mut self, stream: StreamId, seq: i64, events: &[Event]) {
        let envelope = Envelope { channel: Channel::Import, ..self.cx.own_envelope(stream) };
        let drafts = (seq + 1..).zip(events);
        self.events.extend(drafts.map(|(seq, event)| Draft::new(stream, seq, &envelope, event)));
    }
}
