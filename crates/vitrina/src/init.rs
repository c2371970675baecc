//! Beginning a company without a browser: what the first page asks, said as flags.

use std::error::Error;

use app::company::{NewPerson, StartCompany, could_start, find_company, start_company};
use app::error::FieldError;
use app::identity::{Secret, check_login, issue_setup};
use app::system::{Entropy as _, SystemClock, SystemEntropy};
use app::{AppError, Cx};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use domain::actor::Channel;
use domain::localized::Language;
use domain::money::{Currency, NotACurrency};
use domain::permission::Viewer;
use domain::time::Clock as _;
use store::{Db, StoreError, Tx};
use web::i18n::L;

use crate::link;
use crate::out::remark;
use crate::serve::{open, open_there};
use crate::settings::Settings;

/// What the company begins with.
#[derive(Debug, Args)]
pub struct Company {
    /// What the company is called
    #[arg(long)]
    name: String,
    /// What its money is counted in: three letters of ISO 4217
    #[arg(long, value_name = "CODE", value_parser = currency, default_value = "RUB")]
    currency: Currency,
    /// Time zone of its first calendar
    #[arg(long, value_name = "ZONE", default_value = "Europe/Moscow")]
    zone: String,
    /// Language of what the product says on its own
    #[arg(long, value_parser = language(), default_value = "ru")]
    language: Language,
    /// Address that people's browsers will use, such as https://vitrina.example.com; it can be said later
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// Name of the first administrator
    #[arg(long, value_name = "NAME")]
    admin_name: String,
    /// Their address of mail, which they sign in with
    #[arg(long, value_name = "EMAIL")]
    admin_email: String,
}

fn currency(text: &str) -> Result<Currency, NotACurrency> {
    text.to_uppercase().parse()
}

fn language() -> impl clap::builder::TypedValueParser<Value = Language> {
    let codes = Language::ALL.map(Language::code);
    PossibleValuesParser::new(codes).map(|code| Language::from_code(&code).unwrap_or_default())
}

impl Company {
    fn asked(&self) -> StartCompany {
        StartCompany {
            name: self.name.clone(),
            currency: self.currency,
            zone: self.zone.clone(),
            language: self.language,
            address: self.address.clone(),
            demonstration: false,
            administrator: NewPerson {
                name: self.admin_name.clone(),
                email: self.admin_email.clone(),
                position: String::new(),
            },
        }
    }
}

/// Begins the company and prints the link by which its first administrator sets a password.
pub fn init(settings: &Settings, company: &Company) -> Result<(), Box<dyn Error>> {
    let new = company.asked();
    // Before a database is made, so that what was refused leaves nothing behind.
    let login = could_start(&new).and_then(|()| check_login("login", &new.administrator.email));
    let login = login.map_err(refused)?;
    stands_alone(settings)?;
    let (db, _) = open(settings)?;
    let cx = Cx::new(Viewer::nobody(), SystemClock.now(), Channel::Cli, None, SystemEntropy.bytes());
    let secret = Secret::new(SystemEntropy.bytes());
    let kept = secret.clone();
    let made = db.write_blocking(move |tx| begin(tx, &mut cx.clone(), new.clone(), &login, &kept));
    let until = made.map_err(refused)?.expires_at.to_timestamp();
    link::tell(settings, &db, &secret)?;
    remark!(
        "{} has begun: by this link its administrator sets a password, once, until {until}",
        company.name
    );
    remark!("`vitrina serve` opens it; `vitrina link` makes another link");
    Ok(())
}

/// All of it or nothing: the company, its administrator and the link.
fn begin(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    new: StartCompany,
    login: &str,
    secret: &Secret,
) -> Result<app::identity::SetupLink, AppError> {
    let started = start_company(tx, cx, new)?;
    cx.viewer = Viewer::console();
    issue_setup(tx, cx, started.administrator, Some(login), secret)
}

/// Refuses a place where a company is, without bringing its database up to this program.
fn stands_alone(settings: &Settings) -> Result<(), Box<dyn Error>> {
    if settings.database.is_none() && !settings.data.join(Db::FILE).exists() {
        return Ok(());
    }
    let there = open_there(settings).and_then(|(db, _)| Ok(db.read_blocking(find_company)?));
    match there {
        Ok(None) => Ok(()),
        Ok(Some(_)) => Err(refused(AppError::Forbidden)),
        Err(error) if matches!(error.downcast_ref(), Some(StoreError::Empty)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// What is wrong, each with its flag.
fn refused(error: AppError) -> Box<dyn Error> {
    match error {
        AppError::Forbidden => {
            "there is a company in this database already, and nothing was changed: name another place with \
             --data or --database; whoever is locked out of this one gets a link by `vitrina link`"
                .into()
        }
        AppError::Invalid(faults) => {
            let lines: Vec<_> = faults.iter().map(fault).collect();
            format!("nothing was made:\n{}", lines.join("\n")).into()
        }
        other => other.into(),
    }
}

/// In the words of the first page.
fn fault(fault: &FieldError) -> String {
    let flag = match fault.field.as_str() {
        "company" => "--name",
        "name" => "--admin-name",
        "email" | "login" => "--admin-email",
        "currency" => "--currency",
        "zone" => "--zone",
        "address" => "--address",
        other => other,
    };
    let words = L(Language::En);
    let said = match fault.limit {
        _ if !words.has(fault.problem) => words.t("field-wrong").into_owned(),
        Some(limit) => words.ta(fault.problem, &[("limit", limit.into())]),
        None => words.t(fault.problem).into_owned(),
    };
    format!("  {flag}: {said}")
}
