//! Patterns for the router, in the syntax of axum.

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
/// Taking back what is unused of a budget.
pub const BUDGET_BACK: &str = "/u/{unit}/account/budget/back";
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
/// The address of the company.
pub const ADMIN_ADDRESS: &str = "/admin/company/address";
/// The clock is right.
pub const ADMIN_CLOCK: &str = "/admin/clock";
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
/// Taking an import back: what it would do.
pub const LOG_BACK: &str = "/admin/import-log/{import}/back";
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
