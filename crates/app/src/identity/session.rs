//! Sessions: a browser that signed in, until it is idle too long, too old, or told to go.

use domain::access::{Event, Way};
use domain::ids::{PersonId, SessionId};
use domain::time::Instant;
use store::Tx;
use store::repo::session::{self as rows, Session};
use store::repo::{act, credential, factor};

use super::{Secret, access, tell};
use crate::Cx;
use crate::company::administers;
use crate::error::{Answer, AppError};

/// A session that is not used for this long ends.
pub const IDLE_SECONDS: i64 = 12 * 60 * 60;
/// A session ends this long after signing in, however much it is used.
pub const ABSOLUTE_SECONDS: i64 = 14 * 24 * 60 * 60;
/// Networks that acts and failed sign-ins came from are forgotten after this long: 180 days.
pub const NETWORK_SECONDS: i64 = 180 * 24 * 60 * 60;
/// Whoever typed the password this recently need not type it again for what is guarded by it: ten minutes.
pub const PROOF_SECONDS: i64 = 10 * 60;
/// Use is noted at most this often.
pub const TOUCH_SECONDS: i64 = 5 * 60;

fn end_of(created_at: Instant, used_at: Instant) -> Instant {
    used_at.plus_seconds(IDLE_SECONDS).min(created_at.plus_seconds(ABSOLUTE_SECONDS))
}

/// Opens a session for a person who proved who they are. `device` is from [`super::device_label`].
pub fn open(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    secret: &Secret,
    device: &str,
    way: Way,
) -> Answer<Session> {
    let session = Session {
        id: SessionId(cx.ids.next()),
        secret: secret.hash(),
        person,
        created_at: cx.now,
        seen_at: cx.now,
        expires_at: end_of(cx.now, cx.now),
        device: device.chars().take(80).collect(),
        proved_at: cx.now,
    };
    rows::insert(tx, &session)?;
    tell(tx, cx, person, &[Event::SignedIn { session: session.id, way }])?;
    Ok(session)
}

/// The session of a secret, if it lasts and its person is active.
pub fn live(tx: &mut dyn Tx, secret: &Secret, now: Instant) -> Answer<Option<Session>> {
    Ok(rows::by_secret(tx, &secret.hash(), now)?)
}

/// Notes that a session is in use; does nothing within [`TOUCH_SECONDS`] of the last note.
pub fn touch(tx: &mut dyn Tx, session: &Session, now: Instant) -> Answer<()> {
    if now.seconds_since(session.seen_at) >= TOUCH_SECONDS {
        rows::touch(tx, session.id, now, end_of(session.created_at, now))?;
    }
    Ok(())
}

/// The viewer's own sessions, latest used first.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn sessions(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<Session>> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    Ok(rows::of_person(tx, person, cx.now)?)
}

/// The sessions of somebody else, latest used first.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers.
pub fn sessions_of(tx: &mut dyn Tx, cx: &Cx, person: PersonId) -> Answer<Vec<Session>> {
    administers(cx)?;
    Ok(rows::of_person(tx, person, cx.now)?)
}

/// Ends one of the viewer's own sessions. One that is gone already is no error.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn end(tx: &mut dyn Tx, cx: &Cx, session: SessionId) -> Answer<()> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    if rows::end(tx, person, session)? {
        tell(tx, cx, person, &[Event::SessionEnded { session }])?;
    }
    Ok(())
}

/// Ends the viewer's own sessions but `keep`; how many.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn end_others(tx: &mut dyn Tx, cx: &Cx, keep: Option<SessionId>) -> Answer<u64> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    end_all(tx, cx, person, keep)
}

/// Ends all sessions of a person but `keep`, and says so; how many there were. Whoever gave the password before and owes the code begins
/// anew.
pub(crate) fn end_all(tx: &mut dyn Tx, cx: &Cx, person: PersonId, keep: Option<SessionId>) -> Answer<u64> {
    access::hold(tx, person)?;
    factor::end_steps(tx, person)?;
    let count = rows::end_all(tx, person, keep)?;
    if count > 0 {
        tell(tx, cx, person, &[Event::SessionsEnded { count, kept: keep }])?;
    }
    Ok(count)
}

/// Ends all sessions of somebody else; how many there were.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers.
pub fn end_of_person(tx: &mut dyn Tx, cx: &Cx, person: PersonId) -> Answer<u64> {
    administers(cx)?;
    end_all(tx, cx, person, None)
}

/// Removes sessions, links and counters that are over, and networks that are to be forgotten; how many rows. Once an hour is often enough.
pub fn sweep(tx: &mut dyn Tx, now: Instant) -> Answer<u64> {
    let forgotten = act::forget_networks(tx, now.plus_seconds(-NETWORK_SECONDS))?;
    Ok(forgotten
        + factor::sweep(tx, now)?
        + rows::sweep(tx, now)?
        + credential::sweep(tx, now.plus_seconds(-24 * 60 * 60), now)?)
}
