//! Acts: which events those who keep watch look for, whom they concern, and from which network they came.

use domain::actor::Actor;
use domain::history::{Concerned, Envelope};
use domain::ids::{CommandId, PersonId, StreamId, UnitId};
use domain::time::Instant;

use super::event::EventRow;
use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, inserting, joined, params, sql};

table! {
    /// A row for each act of the history.
    pub ACT: Projection "act";
    /// The values of an act's row; `kind` is that of its event.
    pub fn values(stream: StreamId, seq: i64, kind: &str, envelope: &Envelope, concerned: Concerned) {
        key stream = stream,
        key seq = seq,
        once kind = kind,
        once told_at = envelope.recorded_at,
        once channel = envelope.channel,
        once doer = doer(envelope),
        once whom = concerned.person,
        once unit = concerned.unit,
    }
}

/// The person who did it.
fn doer(envelope: &Envelope) -> Option<PersonId> {
    match envelope.actor {
        Actor::Person(person) => Some(person),
        _ => None,
    }
}

table! {
    /// From which network a command came.
    ACT_NETWORK: Operational "act_network";
    fn network_values(command: CommandId, network: &str, now: Instant) {
        key cause = command,
        once network = network,
        once noted_at = now,
    }
}

/// Notes from which network a command came; once for all its events.
pub fn note_network(
    tx: &mut dyn Tx,
    command: CommandId,
    network: &str,
    now: Instant,
) -> Result<(), StoreError> {
    tx.execute(
        hot_sql!(joined!(" "; inserting!(ACT_NETWORK, false), "ON CONFLICT (cause) DO NOTHING")),
        &network_values(command, network, now),
    )
    .map(|_| ())
}

table! {
    /// Passwords that were not right, by the hour.
    FAILED_SIGN_IN: Operational "failed_sign_in";
    fn failed_values(failed: &FailedSignIn) {
        key hour = failed.hour,
        key login = &failed.login,
        key network = &failed.network,
        set person = failed.person,
        add count = failed.count,
    }
}

select! {
    /// How often a password for a login was not right within an hour, from one network.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FailedSignIn from "failed_sign_in" {
        /// The beginning of the hour.
        pub hour: Instant,
        /// A hash of what was typed.
        pub login: String,
        /// The network.
        pub network: String,
        /// Whose login it is, if anybody's.
        pub person: Option<PersonId>,
        /// How often.
        pub count: i64,
    }
}

/// Counts failures.
pub fn count_failed(tx: &mut dyn Tx, failed: &FailedSignIn) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(upsert FAILED_SIGN_IN), &failed_values(failed))
}

/// Failures from one moment up to another, the latest first, at most `limit`.
pub fn failed(
    tx: &mut dyn Tx,
    from: Instant,
    to: Instant,
    limit: i64,
) -> Result<Vec<FailedSignIn>, StoreError> {
    tx.all(
        hot_sql!(
            FailedSignIn,
            "WHERE hour >= $1 AND hour < $2 ORDER BY hour DESC, count DESC, login, network LIMIT $3"
        ),
        params![from, to, limit],
    )
}

/// Failures with a person's login since a moment, the latest first, at most `limit`.
pub fn failed_of(
    tx: &mut dyn Tx,
    person: PersonId,
    from: Instant,
    limit: i64,
) -> Result<Vec<FailedSignIn>, StoreError> {
    tx.all(
        hot_sql!(
            FailedSignIn,
            "WHERE person = $1 AND hour >= $2 ORDER BY hour DESC, login, network LIMIT $3"
        ),
        params![person, from, limit],
    )
}

/// Forgets networks and failures from before a moment; how many rows.
pub fn forget_networks(tx: &mut dyn Tx, before: Instant) -> Result<u64, StoreError> {
    let networks = tx.execute(sql!("DELETE FROM act_network WHERE noted_at < $1"), params![before])?;
    let failures = tx.execute(sql!("DELETE FROM failed_sign_in WHERE hour < $1"), params![before])?;
    Ok(networks + failures)
}

/// Where a page of acts ends: the next one goes on before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActPlace {
    /// When the last one was told.
    pub told_at: Instant,
    /// Its stream.
    pub stream: StreamId,
    /// Its place there.
    pub seq: i64,
}

/// Which acts are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedActs {
    /// Done to this person, or by them.
    pub person: Option<PersonId>,
    /// Of a person, what was done to them alone.
    pub to_them: bool,
    /// In this unit.
    pub unit: Option<UnitId>,
    /// Of this kind; all when empty.
    pub kind: String,
    /// Also what an import of many at once brought.
    pub imported: bool,
    /// From this moment on.
    pub from: Instant,
    /// Up to this moment, which is not meant itself.
    pub to: Instant,
}

select! {
    /// An act with the network that it came from.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ToldAct {
        /// The event.
        pub event: EventRow = EventRow,
        /// The network, unless it is forgotten or there was none.
        pub network: Option<String> = "act_network.network",
    }
}

/// The acts of a page: places by an index first, then their events.
const PLACES: &str = "(SELECT stream AS of_stream, seq AS of_seq, told_at FROM act WHERE ";
const OF_PAGE: &str = " AND told_at >= $1 AND (told_at, stream, seq) < ($2, $3, $4)
       AND ($5 = '' OR kind = $5) AND (unit = $6 OR length($6) = 0)
       AND (channel <> 'import' OR $8 = 1)
     ORDER BY told_at DESC, stream DESC, seq DESC LIMIT $7) told
     JOIN event ON event.stream = told.of_stream AND event.seq = told.of_seq
     LEFT JOIN act_network ON act_network.cause = event.command
     ORDER BY told.told_at DESC, event.stream DESC, event.seq DESC";

/// The acts that are asked for, the latest first, at most `limit`, from `after` on.
pub fn acts(
    tx: &mut dyn Tx,
    wanted: &WantedActs,
    after: Option<ActPlace>,
    limit: i64,
) -> Result<Vec<ToldAct>, StoreError> {
    let (told_at, stream, seq) = match after {
        Some(place) if place.told_at < wanted.to => (place.told_at, place.stream.bytes(), place.seq),
        // No stream is below this one.
        _ => (wanted.to, Vec::new(), 0),
    };
    let unit = wanted.unit.map_or_else(Vec::new, UnitId::bytes);
    let (kind, imported) = (wanted.kind.as_str(), i64::from(wanted.imported));
    let Some(person) = wanted.person else {
        return match wanted.unit {
            Some(_) => tx.all(
                hot_sql!(ToldAct from PLACES, "unit = $6", OF_PAGE),
                params![wanted.from, told_at, stream, seq, kind, unit, limit, imported],
            ),
            None => tx.all(
                hot_sql!(ToldAct from PLACES, "told_at IS NOT NULL", OF_PAGE),
                params![wanted.from, told_at, stream, seq, kind, unit, limit, imported],
            ),
        };
    };
    // Done by them and done to them: two ranges of two indexes, of which the later half is kept.
    let params = params![wanted.from, told_at, stream, seq, kind, unit, limit, imported, person];
    let mut found: Vec<ToldAct> = tx.all(hot_sql!(ToldAct from PLACES, "whom = $9", OF_PAGE), params)?;
    if wanted.to_them {
        return Ok(found);
    }
    found.extend(tx.all(hot_sql!(ToldAct from PLACES, "doer = $9", OF_PAGE), params)?);
    found.sort_by_key(|one| std::cmp::Reverse(one.event.place()));
    found.dedup_by(|one, other| one.event.place() == other.event.place());
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}
