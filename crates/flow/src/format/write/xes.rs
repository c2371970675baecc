//! XES, IEEE 1849, with the extensions for concepts, time and organisation.

use std::io::{self, Write};

use super::{Outgoing, Value, escaped, meaning, moment};
use crate::format::mapping::Role;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/></global>
<classifier name="Activity" keys="concept:name"/>
"#;

pub(super) fn write(outgoing: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let log = outgoing.log;
    for (case, extra) in outgoing.cases() {
        out.write_all(b"<trace>\n")?;
        attribute(out, "concept:name", Value::Text(&case.key))?;
        for (role, name) in outgoing.others(case, extra) {
            attribute(out, role.code(), Value::Text(name))?;
        }
        for (role, value) in outgoing.values(case, extra) {
            attribute(out, role.code(), value)?;
        }
        for step in log.steps(case).iter() {
            out.write_all(b"<event>\n")?;
            attribute(out, "concept:name", Value::Text(log.names.text(step.activity)))?;
            attribute(out, "time:timestamp", Value::Time(step.at))?;
            for (key, name) in [("org:group", step.team), ("org:resource", step.person)] {
                if let Some(name) = outgoing.text(name) {
                    attribute(out, key, Value::Text(name))?;
                }
            }
            attribute(out, Role::Meaning.code(), Value::Text(meaning(log.meaning(step.activity))))?;
            out.write_all(b"</event>\n")?;
        }
        out.write_all(b"</trace>\n")?;
    }
    out.write_all(b"</log>\n")
}

fn attribute(out: &mut dyn Write, key: &str, value: Value<'_>) -> io::Result<()> {
    let (kind, text) = match value {
        Value::Text(text) => ("string", escaped(text)),
        Value::Time(time) => ("date", moment(time)?.into()),
        Value::Number(number) => ("int", number.to_string().into()),
        Value::Truth(truth) => ("boolean", truth.to_string().into()),
    };
    writeln!(out, "<{kind} key=\"{key}\" value=\"{text}\"/>")
}
