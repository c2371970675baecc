//! CSV after RFC 4180, a row for each step.

use std::io::{self, Write};

use super::{Outgoing, Value, meaning};
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

pub(super) fn write(outgoing: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heads: Vec<&str> = STEP.iter().chain(&CASE).map(|role| role.code()).collect();
    write!(out, "{}\r\n", heads.join(","))?;
    let log = outgoing.log;
    let mut line = String::new();
    for (case, extra) in outgoing.cases() {
        let others = outgoing.others(case, extra).map(|(role, name)| (role, Value::Text(name)));
        let values: Vec<(Role, Value<'_>)> = others.chain(outgoing.values(case, extra)).collect();
        let mut tail = String::new();
        for role in CASE {
            tail.push(',');
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == role) {
                cell(&mut tail, &value.show()?);
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
                cell(&mut line, part);
            }
            write!(out, "{line}{tail}\r\n")?;
        }
    }
    Ok(())
}

fn cell(line: &mut String, text: &str) {
    if text.contains([',', '"', '\r', '\n', ';', '\t']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}
