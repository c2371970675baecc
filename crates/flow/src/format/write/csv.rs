//! CSV after RFC 4180, a row for each step. Texts are harmless for spreadsheets; our own reader takes the guard off again, see
//! [`crate::csv`].

use std::io::{self, Write};

use super::{Outgoing, Value, meaning};
use crate::csv;
use crate::format::mapping::Role;

const STEP: [Role; 7] =
    [Role::Case, Role::Order, Role::Activity, Role::Meaning, Role::Time, Role::Team, Role::Person];
const CASE: [Role; 13] = [
    Role::CustomerPerson,
    Role::Customer,
    Role::Unit,
    Role::Service,
    Role::Title,
    Role::Priority,
    Role::Channel,
    Role::Opened,
    Role::Answered,
    Role::Solved,
    Role::Closed,
    Role::PromiseKept,
    Role::Reopened,
];

/// The names of the columns: by them a file is known for one of ours.
pub(in crate::format) fn heads() -> impl Iterator<Item = &'static str> {
    STEP.iter().chain(&CASE).map(|role| role.code())
}

pub(super) fn write(outgoing: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}", csv::row(',', heads()))?;
    let log = outgoing.log;
    let mut line = String::new();
    for (case, extra) in outgoing.cases() {
        let others = outgoing.others(case, extra).map(|(role, name)| (role, Value::Text(name)));
        let values: Vec<(Role, Value<'_>)> = others.chain(outgoing.values(case, extra)).collect();
        let mut tail = String::new();
        for role in CASE {
            tail.push(',');
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == role) {
                match value {
                    Value::Text(text) => csv::text(&mut tail, text),
                    other => csv::plain(&mut tail, &other.show()?),
                }
            }
        }
        for (n, step) in log.steps(case).iter().enumerate() {
            line.clear();
            let text = |name| log.names.text(name);
            for (n, part) in [
                &*case.key,
                (n + 1).to_string().as_str(),
                text(step.activity),
                meaning(log.meaning(step.activity)),
                &super::moment(step.at)?,
                text(step.team),
                text(step.person),
            ]
            .into_iter()
            .enumerate()
            {
                if n > 0 {
                    line.push(',');
                }
                csv::text(&mut line, part);
            }
            write!(out, "{line}{tail}\r\n")?;
        }
    }
    Ok(())
}
