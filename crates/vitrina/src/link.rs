//! A link to set a password, made on the machine itself: for an administrator who is locked out.

use std::error::Error;

use app::audit::find_people;
use app::company::find_company;
use app::identity::{Secret, issue_setup, reset_factor};
use app::origin::Origin;
use app::system::{Entropy as _, SystemClock, SystemEntropy};
use app::{AppError, Cx};
use clap::Args;
use domain::actor::Channel;
use domain::ids::PersonId;
use domain::permission::Viewer;
use domain::time::Clock as _;
use store::Db;

use crate::out::{remark, say};
use crate::serve::open_there;
use crate::settings::Settings;

/// For whom.
#[derive(Debug, Args)]
pub struct Whom {
    /// Name, address of mail, login or id of the person
    person: String,
    /// What they will sign in with, in place of the login or address they have
    #[arg(long)]
    login: Option<String>,
    /// Take their second factor away as well, with its recovery codes
    #[arg(long)]
    remove_factor: bool,
}

/// Makes the link and prints it. The history tells that it was made here; what is confidential stays shut until somebody confirms whose
/// account it is.
pub fn link(settings: &Settings, whom: &Whom) -> Result<(), Box<dyn Error>> {
    let (db, _) = open_there(settings)?;
    let cx = Cx::new(Viewer::console(), SystemClock.now(), Channel::Cli, None, SystemEntropy.bytes());
    let (words, asked) = (whom.person.clone(), cx.clone());
    let found = match PersonId::parse(&whom.person) {
        Some(id) => vec![(id, String::new())],
        None => db.read_blocking(move |tx| find_people(tx, &asked, &words, 10))?,
    };
    let person = match found.as_slice() {
        [(person, _)] => *person,
        [] => return Err(format!("nobody is called {}, nor has this address or login", whom.person).into()),
        several => {
            let names: Vec<_> = several.iter().map(|(id, name)| format!("  {id}  {name}")).collect();
            return Err(format!("several people fit, name one by id:\n{}", names.join("\n")).into());
        }
    };
    let (secret, login) = (Secret::new(SystemEntropy.bytes()), whom.login.clone());
    let kept = secret.clone();
    let remove = whom.remove_factor;
    let made = db.write_blocking(move |tx| {
        if remove {
            match reset_factor(tx, &mut cx.clone(), person) {
                Err(AppError::Invalid(_)) => return Err(AppError::Missing("factor")),
                other => other?,
            }
        }
        issue_setup(tx, &cx, person, login.as_deref(), &kept)
    });
    let made = made.map_err(|error| match error {
        AppError::Missing("factor") => "they have no second factor: leave out --remove-factor".into(),
        AppError::Invalid(_) => {
            "they have no address of mail, or somebody else has the login: say --login".into()
        }
        other => Box::<dyn Error>::from(other),
    })?;
    tell(settings, &db, &secret)?;
    remark!("for {}, until {}, works once", made.login, made.expires_at.to_timestamp());
    Ok(())
}

/// Prints the link that holds the secret, at the address where people reach the company.
pub fn tell(settings: &Settings, db: &Db, secret: &Secret) -> Result<(), AppError> {
    let said = db.read_blocking(find_company)?.and_then(|company| company.address);
    let origin = settings.origin().or_else(|| said.as_deref().and_then(Origin::parse));
    let origin =
        origin.map_or_else(|| format!("http://{}", settings.listen), |origin| origin.as_str().to_owned());
    say!("{origin}/set-password/{}", secret.to_text());
    Ok(())
}
