//! OCEL 2.0 in XML.

use std::io::{self, Write};

use super::ocel::{ALWAYS, EVENT, OBJECTS};
use super::{Outgoing, Value, escaped, moment};

fn kind(out: &mut dyn Write, tag: &str, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    writeln!(out, "<{tag} name=\"{}\"><attributes>", escaped(name))?;
    for (name, kind) in attributes {
        writeln!(out, "<attribute name=\"{name}\" type=\"{kind}\"/>")?;
    }
    writeln!(out, "</attributes></{tag}>")
}

fn parts(
    out: &mut dyn Write,
    values: &[(&str, Value<'_>)],
    since: &str,
    relations: &[(String, &str)],
) -> io::Result<()> {
    out.write_all(b"<attributes>")?;
    for (name, value) in values {
        write!(out, "<attribute name=\"{name}\"{since}>{}</attribute>", escaped(&value.show()?))?;
    }
    out.write_all(b"</attributes><objects>")?;
    for (id, qualifier) in relations {
        write!(out, "<relationship object-id=\"{}\" qualifier=\"{qualifier}\"/>", escaped(id))?;
    }
    out.write_all(b"</objects>")
}

pub(super) fn write(outgoing: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n<object-types>\n")?;
    for (name, attributes) in OBJECTS {
        kind(out, "object-type", name, attributes)?;
    }
    out.write_all(b"</object-types>\n<event-types>\n")?;
    for activity in outgoing.activities() {
        kind(out, "event-type", outgoing.log.names.text(activity), &EVENT)?;
    }
    out.write_all(b"</event-types>\n<objects>\n")?;
    let since = format!(" time=\"{ALWAYS}\"");
    outgoing.objects(|object| {
        write!(out, "<object id=\"{}\" type=\"{}\">", escaped(&object.id), object.kind)?;
        parts(out, &object.values, &since, &object.relations)?;
        out.write_all(b"</object>\n")
    })?;
    out.write_all(b"</objects>\n<events>\n")?;
    outgoing.events(|event| {
        let time = moment(event.at)?;
        write!(out, "<event id=\"{}\" type=\"{}\" time=\"{time}\">", event.id, escaped(event.kind))?;
        parts(out, &event.values, "", &event.relations)?;
        out.write_all(b"</event>\n")
    })?;
    out.write_all(b"</events>\n</log>\n")
}
