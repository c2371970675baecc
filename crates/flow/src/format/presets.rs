//! Mappings of systems that are well known.

use std::collections::BTreeMap;

use super::mapping::{Mapping, Role};
use crate::log::Meaning;

fn columns(pairs: &[(Role, &str)]) -> BTreeMap<Role, String> {
    pairs.iter().map(|(role, column)| (*role, (*column).to_owned())).collect()
}

impl Mapping {
    /// The audit log of incidents of ServiceNow, as the UCI repository gives one: a row for each change, showing the whole incident.
    /// Its times have no zone: [`Mapping::zone`] must be set.
    #[must_use]
    pub fn servicenow() -> Self {
        let meanings = [
            ("New", Meaning::Queue),
            ("Active", Meaning::Work),
            ("Awaiting User Info", Meaning::Customer),
            ("Awaiting Vendor", Meaning::Vendor),
            ("Awaiting Problem", Meaning::Other),
            ("Awaiting Evidence", Meaning::Customer),
            ("Resolved", Meaning::Solved),
            ("Closed", Meaning::Closed),
            ("-100", Meaning::Other),
        ];
        Self {
            name: "ServiceNow".to_owned(),
            missing: vec!["?".to_owned()],
            dates: vec!["%d/%m/%Y[ %H:%M[:%S]]".to_owned(), "iso".to_owned()],
            snapshot: true,
            columns: columns(&[
                (Role::Case, "number"),
                (Role::Activity, "incident_state"),
                (Role::Time, "sys_updated_at"),
                (Role::Order, "sys_mod_count"),
                (Role::Team, "assignment_group"),
                (Role::Person, "assigned_to"),
                (Role::CustomerPerson, "caller_id"),
                (Role::Customer, "location"),
                (Role::Service, "category"),
                (Role::Priority, "priority"),
                (Role::Channel, "contact_type"),
                (Role::Opened, "opened_at"),
                (Role::Solved, "resolved_at"),
                (Role::Closed, "closed_at"),
                (Role::PromiseKept, "made_sla"),
                (Role::Reopened, "reopen_count"),
            ]),
            meanings: meanings.iter().map(|(state, meaning)| ((*state).to_owned(), *meaning)).collect(),
            ..Self::default()
        }
    }

    /// XES with its standard extensions, and the attributes that [`super::write`] adds.
    #[must_use]
    pub fn xes() -> Self {
        let mut mapping = Self::own("XES", "case:");
        mapping.columns.extend(columns(&[
            (Role::Case, "case:concept:name"),
            (Role::Activity, "concept:name"),
            (Role::Time, "time:timestamp"),
            (Role::Team, "org:group"),
            (Role::Person, "org:resource"),
        ]));
        mapping.columns.remove(&Role::Order);
        mapping
    }

    /// OCEL 2.0 as [`super::write`] makes it: objects of other types are cells under their type and qualifier.
    #[must_use]
    pub fn ocel() -> Self {
        let mut mapping = Self::own("OCEL", "case:");
        mapping.columns.extend(columns(&[
            (Role::Case, "case:number"),
            (Role::Activity, "ocel:activity"),
            (Role::Time, "ocel:timestamp"),
            (Role::Event, "ocel:eid"),
            (Role::Order, "order"),
            (Role::Team, "team/with"),
            (Role::Person, "person/with"),
            (Role::CustomerPerson, "case:person/asks"),
            (Role::Customer, "case:unit/asks"),
            (Role::Unit, "case:unit/serves"),
            (Role::Service, "case:service/of"),
        ]));
        mapping.file.case_type = Some("request".to_owned());
        mapping
    }

    /// The attributes of a case under their own names, after a prefix.
    fn own(name: &str, prefix: &str) -> Self {
        let of_case = [
            Role::CustomerPerson,
            Role::Customer,
            Role::Unit,
            Role::Service,
            Role::Title,
            Role::Priority,
            Role::Channel,
            Role::Opened,
            Role::Answered,
            Role::Solved,
            Role::Closed,
            Role::PromiseKept,
            Role::Reopened,
        ];
        let mut columns: BTreeMap<Role, String> =
            of_case.into_iter().map(|role| (role, format!("{prefix}{}", role.code()))).collect();
        columns.insert(Role::Meaning, Role::Meaning.code().to_owned());
        Self { name: name.to_owned(), columns, ..Self::default() }
    }

    /// CSV as [`super::write`] makes it: the columns are named as the roles.
    #[must_use]
    pub fn csv() -> Self {
        let mut mapping = Self::own("CSV", "");
        for role in [Role::Case, Role::Activity, Role::Time, Role::Order, Role::Team, Role::Person] {
            mapping.columns.insert(role, role.code().to_owned());
        }
        mapping
    }
}
