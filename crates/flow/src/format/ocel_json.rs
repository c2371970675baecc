//! OCEL 2.0 in JSON, read event by event.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ocel::Ocel;
use super::rows::Limits;
use super::trouble::{Trouble, TroubleKind, TroublePart};
use super::xml::Ration;

#[derive(Deserialize)]
struct ObjectJson {
    id: Scalar,
    r#type: Scalar,
    #[serde(default)]
    attributes: Vec<AttributeJson>,
    #[serde(default)]
    relationships: Vec<RelationJson>,
}

#[derive(Deserialize)]
struct EventJson {
    id: Scalar,
    r#type: Scalar,
    time: Scalar,
    #[serde(default)]
    attributes: Vec<AttributeJson>,
    #[serde(default)]
    relationships: Vec<RelationJson>,
}

#[derive(Deserialize)]
struct AttributeJson {
    name: String,
    #[serde(default)]
    time: Scalar,
    value: Scalar,
}

#[derive(Deserialize)]
struct RelationJson {
    #[serde(rename = "objectId")]
    object: Scalar,
    #[serde(default)]
    qualifier: Scalar,
}

/// A text, number or truth value as text; nothing for null.
#[derive(Default)]
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number, true, false or null")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar(value.to_owned()))
            }
            fn visit_string<E>(self, value: String) -> Result<Scalar, E> {
                Ok(Scalar(value))
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::default())
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// The rationed input, which the parts of the reading grant anew.
struct Shared<R>(Rc<RefCell<Ration<R>>>);

impl<R: BufRead> Read for Shared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

/// Reads a whole log.
pub(super) fn read<R: BufRead>(input: R, limits: Limits) -> Result<Ocel, Trouble> {
    let ration = Rc::new(RefCell::new(Ration::new(input, limits)));
    let mut log = Ocel::new(limits);
    let mut failed = None;
    let source = io::BufReader::new(Shared(Rc::clone(&ration)));
    let mut json = serde_json::Deserializer::from_reader(source);
    let document = Document { log: &mut log, ration: &ration, failed: &mut failed };
    let result = document.deserialize(&mut json).and_then(|()| json.end());
    match (failed, result) {
        (Some(trouble), _) => Err(trouble),
        (None, Ok(())) => Ok(log),
        (None, Err(error)) => Err(trouble(error, &limits)),
    }
}

fn trouble(error: serde_json::Error, limits: &Limits) -> Trouble {
    let line = error.line() as u64;
    if error.is_io() {
        return Trouble::from_io(error.into()).at(line);
    }
    if error.is_eof() {
        return Trouble::new(TroubleKind::Truncated).at(line);
    }
    let said = error.to_string();
    if said.starts_with("recursion limit") {
        return limits.over(TroublePart::Depth).at(line);
    }
    Trouble::new(TroubleKind::BadJson { said }).at(line)
}

struct Document<'a, R> {
    log: &'a mut Ocel,
    ration: &'a Rc<RefCell<Ration<R>>>,
    failed: &'a mut Option<Trouble>,
}

impl<'de, R: BufRead> DeserializeSeed<'de> for Document<'_, R> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, R: BufRead> Visitor<'de> for Document<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with events and objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { log, ration, failed } = self;
        let (mut events, mut objects) = (false, false);
        while let Some(key) = map.next_key::<String>()? {
            ration.borrow_mut().grant();
            let part = match key.as_str() {
                "events" => Some(std::mem::replace(&mut events, true)),
                "objects" => Some(std::mem::replace(&mut objects, true)),
                _ => None,
            };
            match part {
                None => drop(map.next_value::<IgnoredAny>()?),
                Some(true) => return Err(A::Error::custom(format!("{key} comes twice"))),
                Some(false) => {
                    let list = List { log, ration, failed, events: key == "events" };
                    map.next_value_seed(list)?;
                }
            }
        }
        for (found, lacks) in [(objects, "objects"), (events, "events")] {
            if !found {
                *failed = Some(TroubleKind::BadOcel { lacks }.into());
            }
        }
        Ok(())
    }
}

struct List<'a, R> {
    log: &'a mut Ocel,
    ration: &'a Rc<RefCell<Ration<R>>>,
    failed: &'a mut Option<Trouble>,
    events: bool,
}

impl<'de, R: BufRead> DeserializeSeed<'de> for List<'_, R> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, R: BufRead> Visitor<'de> for List<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        loop {
            self.ration.borrow_mut().grant();
            let taken = if self.events {
                let Some(event) = list.next_element::<EventJson>()? else { return Ok(()) };
                take_event(self.log, &event)
            } else {
                let Some(object) = list.next_element::<ObjectJson>()? else { return Ok(()) };
                take_object(self.log, &object)
            };
            if let Err(trouble) = taken {
                *self.failed = Some(trouble.at(self.ration.borrow().line));
                return Err(A::Error::custom("refused"));
            }
        }
    }
}

fn take_event(log: &mut Ocel, event: &EventJson) -> Result<(), Trouble> {
    log.event(&event.id.0, &event.r#type.0, &event.time.0, None)?;
    for value in &event.attributes {
        log.event_value(&value.name, &value.value.0)?;
    }
    event
        .relationships
        .iter()
        .try_for_each(|relation| log.event_relation(&relation.object.0, &relation.qualifier.0))
}

fn take_object(log: &mut Ocel, object: &ObjectJson) -> Result<(), Trouble> {
    log.object(&object.id.0, &object.r#type.0)?;
    for value in &object.attributes {
        log.object_value(&value.name, &value.value.0, &value.time.0)?;
    }
    object
        .relationships
        .iter()
        .try_for_each(|relation| log.object_relation(&relation.object.0, &relation.qualifier.0))
}
