//! Which settings are in force, and where each of them was said.

use std::error::Error;

use clap::Args;
use figment::value::Value;
use figment::{Figment, Source};
use serde_json::{Map, json};

use crate::out::say;
use crate::settings::{Given, NAMES, Serving};

/// As whom, and how it is told.
#[derive(Debug, Args)]
pub struct Telling {
    #[command(flatten)]
    serving: Serving,
    /// As an object of JSON
    #[arg(long)]
    json: bool,
}

/// One setting.
struct Said {
    name: &'static str,
    /// None where nobody said it and nothing stands in for it.
    value: Option<serde_json::Value>,
    place: String,
}

/// Prints every setting in force; what may hold a password is not shown whole.
pub fn config(given: &Given, telling: &Telling, data: &str) -> Result<(), Box<dyn Error>> {
    // What cannot be read is told as every other command tells it.
    given.settings(&telling.serving, data)?;
    let said = given.said(&telling.serving, data);
    let all: Vec<_> = NAMES.iter().map(|name| of(&said, name)).collect::<Result<_, _>>()?;
    if telling.json {
        let object: Map<_, _> = all
            .into_iter()
            .map(|said| (said.name.to_owned(), json!({ "value": said.value, "from": said.place })))
            .collect();
        say!("{}", serde_json::to_string_pretty(&object)?);
        return Ok(());
    }
    let told = |said: &Said| said.value.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
    let width = all.iter().map(|said| told(said).chars().count()).max().unwrap_or_default();
    for said in &all {
        say!("{:<18} {:<width$}  {}", said.name, told(said), said.place);
    }
    Ok(())
}

fn of(said: &Figment, name: &'static str) -> Result<Said, Box<dyn Error>> {
    let Ok(value) = said.find_value(name) else {
        let place = match name {
            "key_file" => "not said: secret.key beside the data",
            "secure_cookies" => "not said: decided by the addresses",
            _ => "not said",
        };
        return Ok(Said { name, value: None, place: place.to_owned() });
    };
    let place = said.get_metadata(value.tag()).map_or_else(String::new, |metadata| match &metadata.source {
        Some(Source::File(path)) => path.display().to_string(),
        _ if metadata.name.contains("environment") => format!("environment, VITRINA_{}", name.to_uppercase()),
        _ if metadata.name.contains("::Settings") => "built in".to_owned(),
        _ => "command line".to_owned(),
    });
    let value = if name == "database" { hidden(&value) } else { serde_json::to_value(&value)? };
    Ok(Said { name, value: Some(value), place })
}

/// The address of a database without whoever signs in: its scheme, host and name. Of an address that could be read in two ways nothing is told.
fn hidden(address: &Value) -> serde_json::Value {
    let address = address.as_str().unwrap_or_default();
    let shown = address.split_once("://").and_then(|(scheme, rest)| {
        let (before, host) = match rest.split_once('@') {
            Some((credentials, host)) if !credentials.contains(['?', '#', '/']) => ("…@", host),
            Some(_) => return None,
            None => ("", rest),
        };
        let host = host.split('?').next().unwrap_or_default();
        (!host.contains(['@', '#'])).then(|| format!("{scheme}://{before}{host}"))
    });
    json!(shown.unwrap_or_else(|| "…".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_without_its_password() {
        let of = |text: &str| hidden(&Value::from(text)).as_str().unwrap().to_owned();
        let told = of("postgres://anna:s%40cret@db.example.com:5432/vitrina?password=other&sslmode=require");
        assert_eq!(told, "postgres://…@db.example.com:5432/vitrina");
        assert_eq!(of("postgres:///vitrina?host=/run/postgresql&password=secret"), "postgres:///vitrina");
        for doubtful in ["se?cret", "se#cret", "se/cret", "se@cret"] {
            assert_eq!(of(&format!("postgres://anna:{doubtful}@db/vitrina")), "…", "{doubtful}");
        }
        assert_eq!(of("host=db password=secret"), "…");
    }
}
