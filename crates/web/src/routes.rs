//! Addresses of pages. Links are made here and nowhere else, so that the compiler checks them; the patterns of the router
//! stand beside them.

pub mod pattern;

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

/// Taking back what is unused of a budget (a form posts here).
pub fn budget_back(unit: impl ToString) -> String {
    format!("/u/{}/account/budget/back", segment(unit))
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

/// The name in addresses of the invited unit that somebody speaks for.
pub const SPEAKS_FOR: &str = "for";

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

/// Taking an import back.
pub fn log_back(import: impl ToString) -> String {
    format!("/admin/import-log/{}/back", segment(import))
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
