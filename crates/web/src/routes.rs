//! Addresses of pages. Links are made here and nowhere else, so that the compiler checks them; the pattern of the router and
//! the link come from one line.

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

/// Declares addresses, each once: its pattern for the router, in the syntax of axum, and the link that fits it.
macro_rules! addresses {
    ($($(#[$doc:meta])+ $name:ident $link:ident($($part:ident),*) = $pattern:literal;)+) => {
        /// Patterns for the router.
        pub mod pattern {
            $($(#[$doc])+ pub const $name: &str = $pattern;)+
        }
        $($(#[$doc])+ pub fn $link($($part: impl ToString),*) -> String {
            format!($pattern, $($part = segment($part)),*)
        })+
    };
}

addresses! {
    /// Home.
    HOME home() = "/";
    /// Stating a problem.
    ASK ask() = "/ask";
    /// What the box finds while it is being typed in.
    SUGGEST suggest() = "/ask/found";
    /// All own requests.
    MINE mine() = "/mine";
    /// A storefront, by the unit's short name or id.
    UNIT unit(unit) = "/u/{unit}";
    /// The account of a unit.
    ACCOUNT account(unit) = "/u/{unit}/account";
    /// The postings behind a figure of an account.
    POSTINGS postings_of(unit) = "/u/{unit}/account/postings";
    /// All postings of an account as a table for other programs.
    POSTINGS_FILE postings_csv(unit) = "/u/{unit}/account/postings.csv";
    /// Issuing a budget (a form posts here).
    BUDGET budget(unit) = "/u/{unit}/account/budget";
    /// Taking back what is unused of a budget (a form posts here).
    BUDGET_BACK budget_back(unit) = "/u/{unit}/account/budget/back";
    /// The whole ledger as a plain-text journal.
    JOURNAL journal() = "/company/journal";
    /// A service.
    SERVICE service(service) = "/s/{service}";
    /// A request by its number.
    REQUEST request(no) = "/r/{no}";
    /// Two versions of a brief, compared.
    BRIEF_DIFF brief_diff(no) = "/r/{no}/brief/diff";
    /// A file of a request.
    FILE file(no, file) = "/r/{no}/files/{file}";
    /// The desk.
    DESK desk() = "/desk";
    /// Claiming requests of a desk.
    DESK_CLAIM desk_claim() = "/desk/claim";
    /// How requests of the company flow.
    FLOW flow() = "/flow";
    /// The requests behind a figure of it.
    FLOW_REQUESTS flow_requests() = "/flow/requests";
    /// A picture of it.
    FLOW_SVG flow_svg() = "/flow/picture.svg";
    /// The figures behind a picture.
    FLOW_CSV flow_csv() = "/flow/picture.csv";
    /// Its history, to be taken along.
    FLOW_HISTORY flow_history() = "/flow/history";
    /// The file of it, in a form.
    FLOW_FILE flow_file(form) = "/flow/history/{form}";
    /// How requests of a unit flow, by the unit's short name or id.
    UNIT_FLOW unit_flow(unit) = "/u/{unit}/flow";
    /// The requests behind a figure of it.
    UNIT_FLOW_REQUESTS unit_flow_requests(unit) = "/u/{unit}/flow/requests";
    /// A picture of it.
    UNIT_FLOW_SVG unit_flow_svg(unit) = "/u/{unit}/flow/picture.svg";
    /// The figures behind a picture.
    UNIT_FLOW_CSV unit_flow_csv(unit) = "/u/{unit}/flow/picture.csv";
    /// Its history, to be taken along.
    UNIT_FLOW_HISTORY unit_flow_history(unit) = "/u/{unit}/flow/history";
    /// The file of it, in a form.
    UNIT_FLOW_FILE unit_flow_file(unit, form) = "/u/{unit}/flow/history/{form}";
    /// How requests of a service flow.
    SERVICE_FLOW service_flow(service) = "/s/{service}/flow";
    /// The requests behind a figure of it.
    SERVICE_FLOW_REQUESTS service_flow_requests(service) = "/s/{service}/flow/requests";
    /// A picture of it.
    SERVICE_FLOW_SVG service_flow_svg(service) = "/s/{service}/flow/picture.svg";
    /// The figures behind a picture.
    SERVICE_FLOW_CSV service_flow_csv(service) = "/s/{service}/flow/picture.csv";
    /// Its history, to be taken along.
    SERVICE_FLOW_HISTORY service_flow_history(service) = "/s/{service}/flow/history";
    /// The file of it, in a form.
    SERVICE_FLOW_FILE service_flow_file(service, form) = "/s/{service}/flow/history/{form}";
    /// A request of another system, by its id here.
    IMPORTED imported(id) = "/i/{id}";
    /// The person's own page.
    ME me() = "/me";
    /// The person's language (a form posts here).
    MY_LANGUAGE my_language() = "/me/language";
    /// The person's password (a form posts here).
    MY_PASSWORD my_password() = "/me/password";
    /// Having read the notice of metering (a form posts here).
    MY_METERING my_metering() = "/me/metering";
    /// What is known about the person.
    MY_KNOWN my_known() = "/me/known";
    /// The same as a file for programs.
    MY_KNOWN_FILE my_known_file() = "/me/known.json";
    /// The person's second factor.
    MY_FACTOR my_factor() = "/me/factor";
    /// New recovery codes (a form posts here).
    MY_CODES my_codes() = "/me/factor/codes";
    /// Doing without a second factor (a form posts here).
    MY_FACTOR_OFF my_factor_off() = "/me/factor/off";
    /// Ending a session of the person (a form posts here).
    END_SESSION end_session() = "/me/sessions/end";
    /// Ending all sessions of the person but this one (a form posts here).
    END_SESSIONS end_sessions() = "/me/sessions/end-others";
    /// Signing in.
    SIGN_IN signing_in() = "/sign-in";
    /// The code of a second factor, after the password.
    SIGN_IN_CODE sign_in_code() = "/sign-in/code";
    /// Signing in as a persona of a demonstration (a form posts here).
    PERSONA persona() = "/sign-in/persona";
    /// Signing out (a form posts here).
    SIGN_OUT sign_out() = "/sign-out";
    /// Choosing a password by an administrator's link.
    SET_PASSWORD set_password(token) = "/set-password/{token}";
    /// The first run.
    FIRST_RUN first_run() = "/first-run";
    /// Administration.
    ADMIN admin() = "/admin";
    /// People.
    ADMIN_PEOPLE admin_people() = "/admin/people";
    /// Somebody of the company, for administrators.
    ADMIN_PERSON admin_person(person) = "/admin/people/{person}";
    /// Something that is done to somebody: name, language and position.
    ADMIN_PROFILE admin_profile(person) = "/admin/people/{person}/profile";
    /// Belonging to a unit.
    ADMIN_JOIN admin_join(person) = "/admin/people/{person}/join";
    /// Belonging to a unit no longer.
    ADMIN_LEAVE admin_leave(person) = "/admin/people/{person}/leave";
    /// Giving a role.
    ADMIN_GRANT admin_grant(person) = "/admin/people/{person}/grant";
    /// Taking a role back.
    ADMIN_REVOKE admin_revoke(person) = "/admin/people/{person}/revoke";
    /// Letting somebody sign in, or not.
    ADMIN_SWITCH admin_switch(person) = "/admin/people/{person}/switch";
    /// A link by which somebody chooses a password.
    ADMIN_LINK admin_link(person) = "/admin/people/{person}/link";
    /// People from a file, with preview.
    ADMIN_IMPORT admin_import() = "/admin/people/import";
    /// Applying what the preview showed.
    ADMIN_IMPORT_APPLY admin_import_apply() = "/admin/people/import/apply";
    /// Taking a link back that lets somebody choose a password (a form posts here).
    ADMIN_UNLINK admin_unlink(person) = "/admin/people/{person}/link/revoke";
    /// Taking somebody's second factor away (a form posts here).
    ADMIN_FACTOR admin_factor(person) = "/admin/people/{person}/factor/reset";
    /// Ending all sessions of somebody (a form posts here).
    ADMIN_SESSIONS admin_sessions(person) = "/admin/people/{person}/sessions/end";
    /// Units.
    ADMIN_UNITS admin_units() = "/admin/units";
    /// A unit, for those who edit it.
    ADMIN_UNIT admin_unit(unit) = "/admin/units/{unit}";
    /// The words of a unit.
    ADMIN_UNIT_TEXTS admin_unit_texts(unit) = "/admin/units/{unit}/texts";
    /// The front door of a unit.
    ADMIN_UNIT_DOOR admin_unit_door(unit) = "/admin/units/{unit}/door";
    /// How strictly the budget of a unit binds.
    ADMIN_UNIT_BUDGET admin_unit_budget(unit) = "/admin/units/{unit}/budget";
    /// What a unit is part of.
    ADMIN_UNIT_PARENT admin_unit_parent(unit) = "/admin/units/{unit}/parent";
    /// Closing a unit.
    ADMIN_UNIT_CLOSE admin_unit_close(unit) = "/admin/units/{unit}/close";
    /// A service, for those who edit it.
    ADMIN_SERVICE admin_service(service) = "/admin/services/{service}";
    /// A new version of a service.
    ADMIN_SERVICE_VERSION admin_service_version(service) = "/admin/services/{service}/version";
    /// The stage of a service.
    ADMIN_SERVICE_STAGE admin_service_stage(service) = "/admin/services/{service}/stage";
    /// Promises and calendars.
    ADMIN_PROMISES admin_promises() = "/admin/promises";
    /// What an hour of a unit costs.
    ADMIN_RATES admin_rates() = "/admin/rates";
    /// Accounts that wait to be confirmed.
    ADMIN_HOLDS admin_holds() = "/admin/holds";
    /// Who did what to whom.
    ADMIN_AUDIT admin_audit() = "/admin/audit";
    /// The same as a table for other programs.
    ADMIN_AUDIT_FILE admin_audit_file() = "/admin/audit.csv";
    /// Acts of the past from both sides.
    ADMIN_PAST admin_past() = "/admin/audit/both-sides";
    /// Opening a request that an auditor may not read otherwise.
    ADMIN_OPEN admin_open(no) = "/admin/audit/open/{no}";
    /// What holds for the whole company.
    ADMIN_COMPANY admin_company() = "/admin/company";
    /// Who takes what no department owns.
    ADMIN_FRONT_DESK admin_front_desk() = "/admin/company/front-desk";
    /// The notice of metering.
    ADMIN_METERING admin_metering() = "/admin/company/metering";
    /// The address of the company.
    ADMIN_ADDRESS admin_address() = "/admin/company/address";
    /// Roles that ask for a second factor.
    ADMIN_FACTORS admin_factors() = "/admin/company/factors";
    /// The clock is right.
    ADMIN_CLOCK admin_clock() = "/admin/clock";
    /// The history of other systems: imports, and a file to begin with.
    LOGS logs() = "/admin/import-log";
    /// What the columns of a file mean.
    LOG_MAP log_map(plan) = "/admin/import-log/map/{plan}";
    /// What the columns of a file mean, read from a file (a form posts here).
    LOG_MAP_FILE log_map_file(plan) = "/admin/import-log/map/{plan}/file";
    /// A saved mapping as a file.
    LOG_MAPPING log_mappings() = "/admin/import-log/mapping.toml";
    /// What an import would bring.
    LOG_TRY log_try(plan) = "/admin/import-log/try/{plan}";
    /// What of the file is not taken as it stands, as a table for other programs.
    LOG_TRY_NOTES log_try_notes(plan) = "/admin/import-log/try/{plan}/notes.csv";
    /// An import: how far it came and what came of it.
    LOG log(import) = "/admin/import-log/{import}";
    /// Stopping an import (a form posts here).
    LOG_STOP log_stop(import) = "/admin/import-log/{import}/stop";
    /// Taking an import back: what it would do.
    LOG_BACK log_back(import) = "/admin/import-log/{import}/back";
    /// What of an import's file was not taken as it stood.
    LOG_NOTES log_notes(import) = "/admin/import-log/{import}/notes.csv";
    /// The person's notices.
    NOTICES notices() = "/notices";
    /// Having read the notices.
    NOTICES_READ notices_read() = "/notices/read";
    /// Services.
    ADMIN_SERVICES admin_services() = "/admin/services";
    /// A partner's own view.
    PARTNER partner(token) = "/p/{token}";
    /// A partner's offer.
    PARTNER_OFFER partner_offer(token) = "/p/{token}/offer";
    /// Taking it back.
    PARTNER_WITHDRAW partner_withdraw(token) = "/p/{token}/withdraw-offer";
    /// Not offering.
    PARTNER_DECLINE partner_decline(token) = "/p/{token}/decline";
    /// A partner's words.
    PARTNER_SAY partner_say(token) = "/p/{token}/say";
    /// Showing a request to somebody outside.
    SHARE share(no) = "/r/{no}/share";
    /// Ending a link that was made for it.
    SHARE_END share_end(no) = "/r/{no}/share/end";
    /// Every page and action, as a page or as JSON.
    PALETTE palette() = "/go";
    /// The language switch (a form posts here).
    LANGUAGE language() = "/settings/language";
    /// The theme switch (a form posts here).
    THEME theme() = "/settings/theme";
    /// Files of the interface.
    ASSET asset(file) = "/assets/{file}";
}

/// The account of a unit for a period.
pub fn account_of(unit: impl ToString, period: impl ToString) -> String {
    with(&account(unit), &[("period", &period.to_string())])
}

/// The postings behind a figure of an account.
pub fn postings(unit: impl ToString, period: impl ToString, figure: impl ToString) -> String {
    with(&postings_of(unit), &[("period", &period.to_string()), ("figure", &figure.to_string())])
}

/// All postings of an account as a table for other programs.
pub fn postings_file(unit: impl ToString, period: impl ToString) -> String {
    with(&postings_csv(unit), &[("period", &period.to_string())])
}

/// Something that is done to a request by a form: `request_action(12, "confirm")`.
pub fn request_action(no: impl ToString, action: &'static str) -> String {
    format!("/r/{}/{action}", segment(no))
}

/// Signing in, coming back to `next` afterwards (a local path; else home).
pub fn sign_in(next: &str) -> String {
    with(pattern::SIGN_IN, &[("next", local(next).filter(|path| *path != "/").unwrap_or_default())])
}

/// The history of other systems, for one unit.
pub fn logs_of(unit: impl ToString) -> String {
    with(pattern::LOGS, &[("unit", &unit.to_string())])
}

/// A saved mapping as a file.
pub fn log_mapping(name: impl ToString) -> String {
    with(pattern::LOG_MAPPING, &[("name", &name.to_string())])
}

/// The name in addresses of the invited unit that somebody speaks for.
pub const SPEAKS_FOR: &str = "for";

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
}
