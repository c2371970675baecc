//! Addresses of pages. Links are made here and nowhere else, so that the compiler checks them; the patterns of the router
//! stand beside them.

/// Patterns for the router, in the syntax of axum.
pub mod pattern {
    /// Home.
    pub const HOME: &str = "/";
    /// Stating a problem.
    pub const ASK: &str = "/ask";
    /// What the box finds while it is being typed in.
    pub const SUGGEST: &str = "/ask/found";
    /// All own requests.
    pub const MINE: &str = "/mine";
    /// A storefront.
    pub const UNIT: &str = "/u/{unit}";
    /// A unit's account.
    pub const ACCOUNT: &str = "/u/{unit}/account";
    /// The postings behind a figure of an account.
    pub const POSTINGS: &str = "/u/{unit}/account/postings";
    /// All postings of an account as a table for other programs.
    pub const POSTINGS_FILE: &str = "/u/{unit}/account/postings.csv";
    /// Issuing a budget.
    pub const BUDGET: &str = "/u/{unit}/account/budget";
    /// The whole ledger as a plain-text journal.
    pub const JOURNAL: &str = "/company/journal";
    /// A service.
    pub const SERVICE: &str = "/s/{service}";
    /// A request.
    pub const REQUEST: &str = "/r/{no}";
    /// A file of a request.
    pub const FILE: &str = "/r/{no}/files/{file}";
    /// The desk.
    pub const DESK: &str = "/desk";
    /// Claiming requests of a desk.
    pub const DESK_CLAIM: &str = "/desk/claim";
    /// How requests of the company flow.
    pub const FLOW: &str = "/flow";
    /// The requests behind a figure of it.
    pub const FLOW_REQUESTS: &str = "/flow/requests";
    /// A picture of it.
    pub const FLOW_SVG: &str = "/flow/picture.svg";
    /// The figures behind a picture.
    pub const FLOW_CSV: &str = "/flow/picture.csv";
    /// Its history, to be taken along.
    pub const FLOW_HISTORY: &str = "/flow/history";
    /// The file of it, in a form.
    pub const FLOW_FILE: &str = "/flow/history/{form}";
    /// How requests of a unit flow.
    pub const UNIT_FLOW: &str = "/u/{unit}/flow";
    /// The requests behind a figure of it.
    pub const UNIT_FLOW_REQUESTS: &str = "/u/{unit}/flow/requests";
    /// A picture of it.
    pub const UNIT_FLOW_SVG: &str = "/u/{unit}/flow/picture.svg";
    /// The figures behind a picture.
    pub const UNIT_FLOW_CSV: &str = "/u/{unit}/flow/picture.csv";
    /// Its history, to be taken along.
    pub const UNIT_FLOW_HISTORY: &str = "/u/{unit}/flow/history";
    /// The file of it, in a form.
    pub const UNIT_FLOW_FILE: &str = "/u/{unit}/flow/history/{form}";
    /// How requests of a service flow.
    pub const SERVICE_FLOW: &str = "/s/{service}/flow";
    /// The requests behind a figure of it.
    pub const SERVICE_FLOW_REQUESTS: &str = "/s/{service}/flow/requests";
    /// A picture of it.
    pub const SERVICE_FLOW_SVG: &str = "/s/{service}/flow/picture.svg";
    /// The figures behind a picture.
    pub const SERVICE_FLOW_CSV: &str = "/s/{service}/flow/picture.csv";
    /// Its history, to be taken along.
    pub const SERVICE_FLOW_HISTORY: &str = "/s/{service}/flow/history";
    /// The file of it, in a form.
    pub const SERVICE_FLOW_FILE: &str = "/s/{service}/flow/history/{form}";
    /// A request of another system.
    pub const IMPORTED: &str = "/i/{id}";
    /// The person.
    pub const ME: &str = "/me";
    /// The person's language.
    pub const MY_LANGUAGE: &str = "/me/language";
    /// The person's password.
    pub const MY_PASSWORD: &str = "/me/password";
    /// Having read the notice of metering.
    pub const MY_METERING: &str = "/me/metering";
    /// Ending a session of the person.
    pub const END_SESSION: &str = "/me/sessions/end";
    /// Ending all sessions but this one.
    pub const END_SESSIONS: &str = "/me/sessions/end-others";
    /// Signing in.
    pub const SIGN_IN: &str = "/sign-in";
    /// Signing in as a persona of a demonstration.
    pub const PERSONA: &str = "/sign-in/persona";
    /// Signing out.
    pub const SIGN_OUT: &str = "/sign-out";
    /// Choosing a password by an administrator's link.
    pub const SET_PASSWORD: &str = "/set-password/{token}";
    /// The first run.
    pub const FIRST_RUN: &str = "/first-run";
    /// Administration.
    pub const ADMIN: &str = "/admin";
    /// People.
    pub const ADMIN_PEOPLE: &str = "/admin/people";
    /// Somebody of the company.
    pub const ADMIN_PERSON: &str = "/admin/people/{person}";
    /// Something that is done to somebody: name, language and position.
    pub const ADMIN_PROFILE: &str = "/admin/people/{person}/profile";
    /// Belonging to a unit.
    pub const ADMIN_JOIN: &str = "/admin/people/{person}/join";
    /// Belonging to a unit no longer.
    pub const ADMIN_LEAVE: &str = "/admin/people/{person}/leave";
    /// Giving a role.
    pub const ADMIN_GRANT: &str = "/admin/people/{person}/grant";
    /// Taking a role back.
    pub const ADMIN_REVOKE: &str = "/admin/people/{person}/revoke";
    /// Letting somebody sign in, or not.
    pub const ADMIN_SWITCH: &str = "/admin/people/{person}/switch";
    /// A link by which somebody chooses a password.
    pub const ADMIN_LINK: &str = "/admin/people/{person}/link";
    /// People from a file, with preview.
    pub const ADMIN_IMPORT: &str = "/admin/people/import";
    /// Applying what the preview showed.
    pub const ADMIN_IMPORT_APPLY: &str = "/admin/people/import/apply";
    /// Units.
    pub const ADMIN_UNITS: &str = "/admin/units";
    /// A unit.
    pub const ADMIN_UNIT: &str = "/admin/units/{unit}";
    /// The words of a unit.
    pub const ADMIN_UNIT_TEXTS: &str = "/admin/units/{unit}/texts";
    /// The front door of a unit.
    pub const ADMIN_UNIT_DOOR: &str = "/admin/units/{unit}/door";
    /// How strictly the budget of a unit binds.
    pub const ADMIN_UNIT_BUDGET: &str = "/admin/units/{unit}/budget";
    /// What a unit is part of.
    pub const ADMIN_UNIT_PARENT: &str = "/admin/units/{unit}/parent";
    /// Closing a unit.
    pub const ADMIN_UNIT_CLOSE: &str = "/admin/units/{unit}/close";
    /// A service.
    pub const ADMIN_SERVICE: &str = "/admin/services/{service}";
    /// A new version of a service.
    pub const ADMIN_SERVICE_VERSION: &str = "/admin/services/{service}/version";
    /// The stage of a service.
    pub const ADMIN_SERVICE_STAGE: &str = "/admin/services/{service}/stage";
    /// Promises and calendars.
    pub const ADMIN_PROMISES: &str = "/admin/promises";
    /// What an hour of a unit costs.
    pub const ADMIN_RATES: &str = "/admin/rates";
    /// What holds for the whole company.
    pub const ADMIN_COMPANY: &str = "/admin/company";
    /// Who takes what no department owns.
    pub const ADMIN_FRONT_DESK: &str = "/admin/company/front-desk";
    /// The notice of metering.
    pub const ADMIN_METERING: &str = "/admin/company/metering";
    /// The history of other systems: imports, and a file to begin with.
    pub const LOGS: &str = "/admin/import-log";
    /// What the columns of a file mean.
    pub const LOG_MAP: &str = "/admin/import-log/map/{plan}";
    /// The same, read from a file.
    pub const LOG_MAP_FILE: &str = "/admin/import-log/map/{plan}/file";
    /// A saved mapping as a file.
    pub const LOG_MAPPING: &str = "/admin/import-log/mapping.toml";
    /// What an import would bring.
    pub const LOG_TRY: &str = "/admin/import-log/try/{plan}";
    /// What of the file is not taken as it stands, as a table for other programs.
    pub const LOG_TRY_NOTES: &str = "/admin/import-log/try/{plan}/notes.csv";
    /// An import: how far it came and what came of it.
    pub const LOG: &str = "/admin/import-log/{import}";
    /// Stopping it.
    pub const LOG_STOP: &str = "/admin/import-log/{import}/stop";
    /// What of its file was not taken as it stood.
    pub const LOG_NOTES: &str = "/admin/import-log/{import}/notes.csv";
    /// The person's notices.
    pub const NOTICES: &str = "/notices";
    /// Having read the notices.
    pub const NOTICES_READ: &str = "/notices/read";
    /// Services.
    pub const ADMIN_SERVICES: &str = "/admin/services";
    /// A partner's own view.
    pub const PARTNER: &str = "/p/{token}";
    /// A partner's offer.
    pub const PARTNER_OFFER: &str = "/p/{token}/offer";
    /// Taking it back.
    pub const PARTNER_WITHDRAW: &str = "/p/{token}/withdraw-offer";
    /// Not offering.
    pub const PARTNER_DECLINE: &str = "/p/{token}/decline";
    /// A partner's words.
    pub const PARTNER_SAY: &str = "/p/{token}/say";
    /// Showing a request to somebody outside.
    pub const SHARE: &str = "/r/{no}/share";
    /// Ending a link that was made for it.
    pub const SHARE_END: &str = "/r/{no}/share/end";
    /// Every page and action.
    pub const PALETTE: &str = "/go";
    /// The language switch.
    pub const LANGUAGE: &str = "/settings/language";
    /// The theme switch.
    pub const THEME: &str = "/settings/theme";
    /// Files of the interface.
    pub const ASSET: &str = "/assets/{file}";
}

/// One path segment: everything but letters, digits and `-._~` is escaped.
fn segment(text: impl ToString) -> String {
    let mut out = String::new();
    for byte in text.to_string().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    // A bare dot or two would climb.
    if out.chars().all(|c| c == '.') { out.replace('.', "%2E") } else { out }
}

/// An address with a query: `with("/desk", &[("view", "mine")])`; empty values are left out.
pub fn with(path: &str, query: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    let mut mark = if path.contains('?') { '&' } else { '?' };
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(mark);
        out.push_str(&segment(name));
        out.push('=');
        out.push_str(&segment(value));
        mark = '&';
    }
    out
}

/// Home.
pub fn home() -> String {
    pattern::HOME.into()
}

/// Stating a problem.
pub fn ask() -> String {
    pattern::ASK.into()
}

/// What the box finds while it is being typed in.
pub fn suggest() -> String {
    pattern::SUGGEST.into()
}

/// All own requests.
pub fn mine() -> String {
    pattern::MINE.into()
}

/// A storefront, by the unit's short name or id.
pub fn unit(unit: impl ToString) -> String {
    format!("/u/{}", segment(unit))
}

/// The account of a unit.
pub fn account(unit: impl ToString) -> String {
    format!("/u/{}/account", segment(unit))
}

/// The account of a unit for a period.
pub fn account_of(unit: impl ToString, period: impl ToString) -> String {
    with(&account(unit), &[("period", &period.to_string())])
}

/// The postings behind a figure of an account.
pub fn postings(unit: impl ToString, period: impl ToString, figure: impl ToString) -> String {
    let path = format!("/u/{}/account/postings", segment(unit));
    with(&path, &[("period", &period.to_string()), ("figure", &figure.to_string())])
}

/// All postings of an account as a table for other programs.
pub fn postings_file(unit: impl ToString, period: impl ToString) -> String {
    with(&format!("/u/{}/account/postings.csv", segment(unit)), &[("period", &period.to_string())])
}

/// Issuing a budget (a form posts here).
pub fn budget(unit: impl ToString) -> String {
    format!("/u/{}/account/budget", segment(unit))
}

/// The whole ledger as a plain-text journal.
pub fn journal() -> String {
    pattern::JOURNAL.into()
}

/// A service.
pub fn service(service: impl ToString) -> String {
    format!("/s/{}", segment(service))
}

/// A request by its number.
pub fn request(no: impl ToString) -> String {
    format!("/r/{}", segment(no))
}

/// Something that is done to a request by a form: `request_action(12, "confirm")`.
pub fn request_action(no: impl ToString, action: &'static str) -> String {
    format!("/r/{}/{action}", segment(no))
}

/// A file of a request.
pub fn file(no: impl ToString, file: impl ToString) -> String {
    format!("/r/{}/files/{}", segment(no), segment(file))
}

/// The desk.
pub fn desk() -> String {
    pattern::DESK.into()
}

/// How requests of the company flow.
pub fn flow() -> String {
    pattern::FLOW.into()
}

/// How requests of a unit flow, by the unit's short name or id.
pub fn unit_flow(unit: impl ToString) -> String {
    format!("/u/{}/flow", segment(unit))
}

/// How requests of a service flow.
pub fn service_flow(service: impl ToString) -> String {
    format!("/s/{}/flow", segment(service))
}

/// A request of another system, by its id here.
pub fn imported(id: impl ToString) -> String {
    format!("/i/{}", segment(id))
}

/// The person's own page.
pub fn me() -> String {
    pattern::ME.into()
}

/// Signing in, coming back to `next` afterwards (a local path; else home).
pub fn sign_in(next: &str) -> String {
    with(pattern::SIGN_IN, &[("next", local(next).filter(|path| *path != "/").unwrap_or_default())])
}

/// Signing in as a persona of a demonstration (a form posts here).
pub fn persona() -> String {
    pattern::PERSONA.into()
}

/// Choosing a password by an administrator's link.
pub fn set_password(token: impl ToString) -> String {
    format!("/set-password/{}", segment(token))
}

/// The person's language (a form posts here).
pub fn my_language() -> String {
    pattern::MY_LANGUAGE.into()
}

/// The person's password (a form posts here).
pub fn my_password() -> String {
    pattern::MY_PASSWORD.into()
}

/// Having read the notice of metering (a form posts here).
pub fn my_metering() -> String {
    pattern::MY_METERING.into()
}

/// Ending a session of the person (a form posts here).
pub fn end_session() -> String {
    pattern::END_SESSION.into()
}

/// Ending all sessions of the person but this one (a form posts here).
pub fn end_sessions() -> String {
    pattern::END_SESSIONS.into()
}

/// Signing out (a form posts here).
pub fn sign_out() -> String {
    pattern::SIGN_OUT.into()
}

/// The first run.
pub fn first_run() -> String {
    pattern::FIRST_RUN.into()
}

/// Administration.
pub fn admin() -> String {
    pattern::ADMIN.into()
}

/// People.
pub fn admin_people() -> String {
    pattern::ADMIN_PEOPLE.into()
}

/// Units.
pub fn admin_units() -> String {
    pattern::ADMIN_UNITS.into()
}

/// Services.
pub fn admin_services() -> String {
    pattern::ADMIN_SERVICES.into()
}

/// Somebody of the company, for administrators.
pub fn admin_person(person: impl ToString) -> String {
    format!("/admin/people/{}", segment(person))
}

/// Something that is done to somebody by a form: `admin_person_action(id, "join")`.
pub fn admin_person_action(person: impl ToString, action: &'static str) -> String {
    format!("/admin/people/{}/{action}", segment(person))
}

/// People from a file.
pub fn admin_import() -> String {
    pattern::ADMIN_IMPORT.into()
}

/// The history of other systems.
pub fn logs() -> String {
    pattern::LOGS.into()
}

/// The history of other systems, for one unit.
pub fn logs_of(unit: impl ToString) -> String {
    with(pattern::LOGS, &[("unit", &unit.to_string())])
}

/// What the columns of a file mean.
pub fn log_map(plan: impl ToString) -> String {
    format!("/admin/import-log/map/{}", segment(plan))
}

/// What the columns of a file mean, read from a file (a form posts here).
pub fn log_map_file(plan: impl ToString) -> String {
    format!("/admin/import-log/map/{}/file", segment(plan))
}

/// A saved mapping as a file.
pub fn log_mapping(name: impl ToString) -> String {
    with(pattern::LOG_MAPPING, &[("name", &name.to_string())])
}

/// What an import would bring.
pub fn log_try(plan: impl ToString) -> String {
    format!("/admin/import-log/try/{}", segment(plan))
}

/// What of a file is not taken as it stands, as a table for other programs.
pub fn log_try_notes(plan: impl ToString) -> String {
    format!("/admin/import-log/try/{}/notes.csv", segment(plan))
}

/// An import.
pub fn log(import: impl ToString) -> String {
    format!("/admin/import-log/{}", segment(import))
}

/// Stopping an import (a form posts here).
pub fn log_stop(import: impl ToString) -> String {
    format!("/admin/import-log/{}/stop", segment(import))
}

/// What of an import's file was not taken as it stood.
pub fn log_notes(import: impl ToString) -> String {
    format!("/admin/import-log/{}/notes.csv", segment(import))
}

/// A unit, for those who edit it.
pub fn admin_unit(unit: impl ToString) -> String {
    format!("/admin/units/{}", segment(unit))
}

/// Something that is done to a unit by a form: `admin_unit_action("it", "door")`.
pub fn admin_unit_action(unit: impl ToString, action: &'static str) -> String {
    format!("/admin/units/{}/{action}", segment(unit))
}

/// A service, for those who edit it.
pub fn admin_service(service: impl ToString) -> String {
    format!("/admin/services/{}", segment(service))
}

/// Something that is done to a service by a form: `admin_service_action("crm", "stage")`.
pub fn admin_service_action(service: impl ToString, action: &'static str) -> String {
    format!("/admin/services/{}/{action}", segment(service))
}

/// Promises and calendars.
pub fn admin_promises() -> String {
    pattern::ADMIN_PROMISES.into()
}

/// What an hour of a unit costs.
pub fn admin_rates() -> String {
    pattern::ADMIN_RATES.into()
}

/// What holds for the whole company.
pub fn admin_company() -> String {
    pattern::ADMIN_COMPANY.into()
}

/// The person's notices.
pub fn notices() -> String {
    pattern::NOTICES.into()
}

/// A partner's own view.
pub fn partner(token: impl ToString) -> String {
    format!("/p/{}", segment(token))
}

/// Every page and action, as a page or as JSON.
pub fn palette() -> String {
    pattern::PALETTE.into()
}

/// The language switch (a form posts here).
pub fn language() -> String {
    pattern::LANGUAGE.into()
}

/// The theme switch (a form posts here).
pub fn theme() -> String {
    pattern::THEME.into()
}

/// A path within this site that may be redirected to; `None` for anything that a browser could take for another site.
pub fn local(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|b| b > b' ' && b != b'\\' && b != 0x7f);
    (plain && path.starts_with('/') && !path.starts_with("//") && path.len() <= 2000).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_parts_stay_inside_their_segment() {
        assert_eq!(request(1482), "/r/1482");
        assert_eq!(request_action(1482, "confirm"), "/r/1482/confirm");
        assert_eq!(account("../admin"), "/u/..%2Fadmin/account");
        assert_eq!(unit(".."), "/u/%2E%2E");
        assert_eq!(service("подбор"), "/s/%D0%BF%D0%BE%D0%B4%D0%B1%D0%BE%D1%80");
        assert_eq!(file(1, "a?b#c"), "/r/1/files/a%3Fb%23c");
        assert_eq!(with("/desk", &[("view", ""), ("q", "a&b=c")]), "/desk?q=a%26b%3Dc");
    }

    #[test]
    fn only_local_paths_are_followed() {
        assert_eq!(local("/r/1?x=1#y"), Some("/r/1?x=1#y"));
        for hostile in
            ["//evil.example", "/\\evil.example", "https://evil.example", "", "r/1", "/a\nb", "/\t/evil"]
        {
            assert_eq!(local(hostile), None, "{hostile:?}");
        }
        assert_eq!(sign_in("/r/1"), "/sign-in?next=%2Fr%2F1");
        assert_eq!(sign_in("//evil.example"), "/sign-in");
        assert_eq!(sign_in("/"), "/sign-in");
    }

    #[test]
    fn links_fit_their_patterns() {
        for (pattern, path) in [
            (pattern::UNIT, unit("hr")),
            (pattern::ACCOUNT, account("hr")),
            (pattern::SERVICE, service("x")),
            (pattern::REQUEST, request(1)),
            (pattern::UNIT_FLOW, unit_flow("hr")),
            (pattern::SERVICE_FLOW, service_flow("x")),
            (pattern::IMPORTED, imported("i")),
            (pattern::FILE, file(1, "f")),
            (pattern::PARTNER, partner("t")),
            (pattern::SET_PASSWORD, set_password("t")),
        ] {
            let (parts, asked): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
            assert_eq!(parts.len(), asked.len(), "{pattern}");
            assert!(parts.iter().zip(&asked).all(|(p, a)| p.starts_with('{') || p == a), "{pattern} {path}");
        }
    }
}
