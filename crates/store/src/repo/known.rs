//! What is known of one person, row by row: for their own eyes. Every table that names people stands here or in [`LEFT_OUT`]; a test compares
//! both with the schema.

use domain::ids::{PersonId, RequestId, UnitId};
use domain::permission::{RequestFacts, Role};
use domain::request::RequestState;
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::select;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// The most rows of one kind that are read; whoever has more is told so.
pub const MOST: i64 = 100_000;

/// Tables that name people and that are told where they are kept, not here; and why.
pub const LEFT_OUT: [(&str, &str); 20] = [
    ("act", "the history of acts is told as such"),
    ("act_network", "with the acts"),
    ("company", "the front desk is an act"),
    ("credential", "the login is told; the hash of the password is a secret"),
    ("event", "steps are told by request"),
    ("factor", "that there is one is told; what it is made of is a secret"),
    ("failed_sign_in", "told by the hour"),
    ("flow_case", "figures of requests, which are told"),
    ("imported", "requests of other systems name people by their numbers there"),
    ("login_attempt", "hashes that nobody can read"),
    ("notice", "notices are told as such"),
    ("outside_link", "links for others are steps of requests"),
    ("persona", "made up"),
    ("recovery_code", "how many are left is told; they are secrets"),
    ("review", "words of the customer, which are told"),
    ("session", "sessions are told as such"),
    ("setup_token", "the link is told; its secret is one"),
    ("sign_in_step", "lasts five minutes"),
    ("unit", "who answers a door is an act"),
    ("access_hold", "told where it holds"),
];

select! {
    /// A unit that somebody belongs or belonged to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KnownUnit from "membership m" {
        /// The unit.
        pub unit: UnitId = "m.unit",
        /// Since when.
        pub from: Instant = "m.started_at",
        /// Until when.
        pub to: Option<Instant> = "m.ended_at",
        /// Who leads them there.
        pub manager: Option<PersonId> = "m.manager",
    }
}

/// Units that somebody belongs or belonged to.
pub fn units(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<KnownUnit>, StoreError> {
    tx.all(
        hot_sql!(KnownUnit, "WHERE m.person = $1 ORDER BY m.started_at, m.unit LIMIT $2"),
        params![person, MOST],
    )
}

/// Roles that somebody holds: the role, its unit (of all zeros for the company), since when.
pub fn roles(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<(Role, UnitId, Instant)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT role, unit, granted_at FROM role_grant WHERE person = $1 ORDER BY granted_at, role, unit"
        ),
        params![person],
    )
}

/// Systems that know somebody by a number, of which a hash is kept.
pub fn systems(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<String>, StoreError> {
    tx.all(hot_sql!("SELECT source FROM identity WHERE person = $1 ORDER BY source, hash"), params![person])
}

select! {
    /// A request in which somebody takes part.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KnownRequest from "request_party p
             JOIN request r ON r.id = p.request JOIN content t ON t.id = r.title" {
        /// Its id.
        pub id: RequestId = "r.id",
        /// Its number.
        pub number: i64 = "r.number",
        /// `customer` or `handler`.
        pub side: String = "p.side",
        /// Where it stands.
        pub state: RequestState = "r.state",
        /// When it was stated.
        pub stated_at: Instant = "r.stated_at",
        /// Its title, which is for those who may read it; empty when erased.
        pub title: String = "t.body",
        /// Who may read it.
        pub facts: RequestFacts = RequestFacts,
    }
}

/// Requests in which somebody takes or took part, as customer or as handler.
pub fn requests(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<KnownRequest>, StoreError> {
    tx.all(
        hot_sql!(KnownRequest, "WHERE p.person = $1 ORDER BY r.number, p.side LIMIT $2"),
        params![person, MOST],
    )
}

select! {
    /// Words that somebody wrote in a request, or a file that they brought.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KnownWords from "content c JOIN request r ON r.id = c.stream" {
        /// The request.
        pub request: RequestId = "r.id",
        /// Its number.
        pub number: i64 = "r.number",
        /// When.
        pub at: Instant = "c.created_at",
        /// The words, or the name of the file; empty when erased.
        pub text: String = "c.body",
    }
}

/// What somebody wrote in requests.
pub fn words(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<KnownWords>, StoreError> {
    tx.all(
        hot_sql!(KnownWords, "WHERE c.author = $1 ORDER BY c.created_at, c.id LIMIT $2"),
        params![person, MOST],
    )
}

/// Steps that somebody took in requests in which they take part: the number, the kind, the moment.
pub fn steps(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<(i64, String, Instant)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT r.number, e.kind, e.occurred_at
             FROM (SELECT DISTINCT request FROM request_party WHERE person = $1) p
             JOIN request r ON r.id = p.request JOIN event e ON e.stream = r.id
             WHERE e.actor_id = $1 AND e.kind LIKE 'request.%'
             ORDER BY e.occurred_at, r.number, e.seq LIMIT $2"
        ),
        params![person, MOST],
    )
}

/// Stretches of time in which somebody read or wrote in a request, from which the customer's time is measured.
pub fn attention(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<(i64, Instant, Instant)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT r.number, a.from_at, a.to_at FROM attention a JOIN request r ON r.id = a.request
             WHERE a.person = $1 ORDER BY a.from_at, r.number LIMIT $2"
        ),
        params![person, MOST],
    )
}

/// Files that somebody brought within the month: bytes and moment.
pub fn files(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<(i64, Instant)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT size, brought_at FROM file_brought WHERE person = $1 ORDER BY brought_at, blob LIMIT $2"
        ),
        params![person, MOST],
    )
}

/// Requests that somebody opened as an auditor: the number, from when, until when.
pub fn opened(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<(i64, Instant, Instant)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT r.number, o.at, o.until FROM access_opening o JOIN request r ON r.id = o.request
             WHERE o.person = $1 ORDER BY o.at, r.number LIMIT $2"
        ),
        params![person, MOST],
    )
}

/// Histories of other systems that somebody brought in: system, file, moment.
pub fn imports(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<(String, String, Instant)>, StoreError> {
    tx.all(
        crate::sql!(
            "SELECT source, file, started_at FROM import_batch WHERE person = $1 ORDER BY started_at, id LIMIT $2"
        ),
        params![person, MOST],
    )
}

#[cfg(test)]
mod tests {
    use super::LEFT_OUT;
    use crate::migrate::MIGRATIONS;

    /// Tables of which [`super`] reads, beside those that tell of the person by their id alone.
    const TOLD: [&str; 11] = [
        "access_opening",
        "attention",
        "content",
        "file_brought",
        "identity",
        "import_batch",
        "membership",
        "person",
        "request",
        "request_party",
        "role_grant",
    ];

    #[test]
    fn every_table_that_names_people_is_told_or_left_out_for_a_reason() {
        let names = [
            "person",
            "author",
            "customer",
            "handler",
            "owner",
            "actor_id",
            "doer",
            "whom",
            "manager",
            "reset_by",
            "login",
            "beneficiary",
            "front_desk_owner",
            "on_behalf_of",
        ];
        for text in MIGRATIONS.iter().map(|migration| migration.text) {
            for made in text.split("CREATE TABLE ").skip(1) {
                let (table, columns) = made.split_once('(').unwrap();
                let columns = columns.split(");").next().unwrap();
                let names_people = columns
                    .split(',')
                    .filter_map(|column| column.split_whitespace().next())
                    .any(|column| names.contains(&column));
                let table = table.trim();
                let known = TOLD.contains(&table) || LEFT_OUT.iter().any(|(left, _)| *left == table);
                assert!(!names_people || known, "{table} names people: is it told to them?");
            }
        }
    }
}
