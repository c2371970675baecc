//! The history of other systems: a file is brought, its columns are given their meaning, what would come is shown, and the import
//! goes on by itself, to be left and found again. Between the steps everything stands in a plan with an address of its own.

mod astray;
pub(crate) mod back;
pub(crate) mod dry;
mod foreign;
pub(crate) mod list;
pub(crate) mod mapping;
pub(crate) mod notes;
pub(crate) mod progress;
#[cfg(test)]
mod samples;
mod typed;
mod words;

use std::ops::ControlFlow;
use std::sync::Arc;

use app::AppError;
use app::company::{self, UnitView};
use app::error::Answer;
use app::logs::{Plan, brings};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::ids::UnitId;
use domain::permission::{Action, Viewer};
use flow::format::{Trouble, Watch};
use store::StoreError;

use crate::auth::{SignedIn, Visit};
use crate::dress::LOG_BYTES;
use crate::error::{Code, Error, Reply};
use crate::routes::pattern;
use crate::server::{Reach, Route, Seat};
use crate::site::Site;

/// So long a file may be read before its page is shown, in seconds; the import itself may take longer.
const READING_SECONDS: i64 = 25;

/// Whoever brings in the history of some unit. Nobody else's files are read, not even their first bytes.
const SOMEBODY: Reach = Reach::company(&[Action::BringHistory]).or_somewhere(&[Action::BringHistory]);
/// Of these, whoever made the plan of the sample, and administrators.
const OWN: Reach = SOMEBODY.only(|seat| matches!(seat, Seat::UnitHead | Seat::Administrator));
/// Of these, whoever brings in the history of the sample's unit.
const UNIT: Reach = SOMEBODY.in_unit(&[Action::BringHistory]);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::LOGS, SOMEBODY, list::show),
        Route::post(pattern::LOGS, SOMEBODY, list::upload).large_files(LOG_BYTES),
        Route::get(pattern::LOG_MAP, OWN, mapping::show),
        Route::post(pattern::LOG_MAP, OWN, mapping::change),
        Route::post(pattern::LOG_MAP_FILE, OWN, mapping::from_file).files(),
        Route::get(pattern::LOG_MAPPING, SOMEBODY, mapping::download),
        Route::get(pattern::LOG_TRY, OWN, dry::show),
        Route::post(pattern::LOG_TRY, OWN, dry::start),
        Route::get(pattern::LOG_TRY_NOTES, OWN, notes::of_plan),
        Route::get(pattern::LOG, UNIT, progress::show),
        Route::post(pattern::LOG_STOP, UNIT, progress::stop),
        Route::get(pattern::LOG_BACK, UNIT, back::show),
        Route::post(pattern::LOG_BACK, UNIT, back::start),
        Route::get(pattern::LOG_NOTES, UNIT, notes::of_import),
    ]
}

/// A plan of the caller's, by the name in the address: found before anything of the body is read.
#[derive(Debug, Clone)]
pub(crate) struct OwnPlan {
    name: String,
    plan: Plan,
}

impl FromRequestParts<Site> for OwnPlan {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Error> {
        let visit = SignedIn::from_request_parts(parts, site).await?;
        let name = Path::<String>::from_request_parts(parts, site).await;
        let Path(name) = name.map_err(|_| Error::not_found())?;
        Ok(Self { plan: plan_of(&visit, &name).await?, name })
    }
}

/// The units whose history a viewer may bring in.
fn own_units(viewer: &Viewer, units: Vec<UnitView>) -> Vec<UnitView> {
    units.into_iter().filter(|unit| unit.closed_at.is_none() && brings(viewer, unit.id)).collect()
}

/// Why a step with a file did not come to its end.
#[derive(Debug)]
enum Failed {
    /// The file.
    File(Trouble),
    /// Everything else.
    App(AppError),
}

impl From<AppError> for Failed {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self::File(trouble)
    }
}

/// Reads a file on a thread that may block, few at a time, for a while at most.
async fn reading<T: Send + 'static>(
    site: &Site,
    job: impl FnOnce(Site, Watch) -> Result<T, Failed> + Send + 'static,
) -> Result<T, Failed> {
    let site = site.clone();
    let permit = Arc::clone(site.readings()).acquire_owned().await;
    let permit = permit.map_err(|_| AppError::from(StoreError::Closed))?;
    let until = site.now().plus_seconds(READING_SECONDS);
    let clock = site.clone();
    let watch: Watch =
        Arc::new(
            move |_| {
                if clock.now() > until { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
    let work = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        job(site, watch)
    });
    work.await.unwrap_or_else(|_| Err(AppError::from(StoreError::Closed).into()))
}

/// The plan of an address, for those who may go on with it.
async fn plan_of(visit: &SignedIn, name: &str) -> Reply<Plan> {
    let (blobs, viewer, name) = (Arc::clone(visit.site.blobs()), visit.viewer.clone(), name.to_owned());
    let work = tokio::task::spawn_blocking(move || Plan::load(&*blobs, &name, &viewer));
    let plan = work.await.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))?;
    plan.map_err(super::hidden)
}

/// Keeps a plan; its name.
async fn keep(site: &Site, plan: Plan) -> Answer<String> {
    let (blobs, now) = (Arc::clone(site.blobs()), site.now());
    let work = tokio::task::spawn_blocking(move || plan.keep(&*blobs, now));
    Ok(work.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))?.to_string())
}

/// The zone of the company.
fn zone_of(visit: &Visit) -> String {
    visit.company.as_ref().map_or_else(String::new, |company| company.zone.clone())
}

/// The unit that served.
async fn unit_of(visit: &SignedIn, unit: UnitId) -> Reply<UnitView> {
    visit.site.read(move |tx| company::unit(tx, unit)).await.map_err(super::hidden)
}
