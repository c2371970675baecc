//! What administrators are told before anything else: what is wrong with the machine, its clock, the way people come.

use app::identity;
use axum::response::Response;

use crate::auth::{Sent, Visit};
use crate::chrome::{Chrome, Notice, NoticeKind};
use crate::error::Reply;
use crate::page::done;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};
use crate::site::Site;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::post(pattern::ADMIN_CLOCK, Reach::ADMINISTRATORS, believe)]
}

/// Everything that administrators are told.
pub(crate) async fn alerts(c: &Chrome, visit: &Visit) -> Vec<Notice> {
    let site = &visit.site;
    let mut all: Vec<String> = disk(c, site).await.into_iter().collect();
    all.extend(clock(c, site).map(|clock| clock.text));
    if visit.origin().is_none() {
        all.push(c.t("admin-address-unknown").into_owned());
    }
    let cx = visit.cx(None);
    let waiting = site.read(move |tx| identity::holds(tx, &cx)).await.unwrap_or_default().len();
    if waiting > 0 {
        all.push(c.count("admin-holds-wait", waiting));
    }
    if site.has_hidden_proxy() {
        all.push(c.t("admin-proxy").into_owned());
    }
    all.into_iter().map(|text| Notice { kind: NoticeKind::Warning, text }).collect()
}

/// The disk fills.
async fn disk(c: &Chrome, site: &Site) -> Option<String> {
    let asked = site.clone();
    let space = tokio::task::spawn_blocking(move || asked.space()).await.ok()?.ok()??;
    let (free, config) = (space.free_percent(), site.config());
    let key = if free < config.least_percent {
        "admin-disk-full"
    } else if free < config.low_percent {
        "admin-disk-low"
    } else {
        return None;
    };
    Some(c.ta(key, &[("free", free.into()), ("least", config.least_percent.into())]))
}

/// A clock that jumped, and for how long nothing is done by itself.
#[derive(Debug, Clone)]
pub(crate) struct ClockJump {
    pub text: String,
    /// What the clock says, to be confirmed.
    pub now: String,
}

/// The clock jumped and is not believed yet.
pub(crate) fn clock(c: &Chrome, site: &Site) -> Option<ClockJump> {
    let jump = site.watch().jump()?;
    let left = i64::try_from(jump.left.as_secs()).unwrap_or(i64::MAX).max(1);
    let args =
        [("from", c.full(jump.from).into()), ("to", c.full(jump.to).into()), ("left", c.exact(left).into())];
    Some(ClockJump { text: c.ta("admin-clock-jumped", &args), now: c.full(jump.to) })
}

/// An administrator says that the clock is right.
async fn believe(sent: Sent) -> Reply<Response> {
    sent.site.watch().confirm();
    tracing::warn!("an administrator confirmed the clock");
    Ok(done(&routes::admin(), "notice-clock-confirmed"))
}
