//! Which places the walk visits: every route that answers a page, and the shapes that a page takes.

use std::collections::BTreeSet;

use app::identity::Secret;
use axum::http::Method;
use domain::ids::PersonId;
use domain::request::CommandKind;
use web::routes;
use web::server::{Route, routes as all_routes};

use super::demo::{AUDITOR, Company, View};
use super::{Place, Then};

/// Routes that answer something else than a page of their own.
const NO_PAGES: [&str; 20] = [
    routes::pattern::ADMIN_AUDIT_FILE,
    routes::pattern::MY_KNOWN_FILE,
    "/health",
    "/ready",
    routes::pattern::SUGGEST,
    routes::pattern::POSTINGS_FILE,
    routes::pattern::JOURNAL,
    routes::pattern::FILE,
    routes::pattern::FLOW_SVG,
    routes::pattern::FLOW_CSV,
    routes::pattern::UNIT_FLOW_SVG,
    routes::pattern::UNIT_FLOW_CSV,
    routes::pattern::SERVICE_FLOW_SVG,
    routes::pattern::SERVICE_FLOW_CSV,
    routes::pattern::FLOW_FILE,
    routes::pattern::UNIT_FLOW_FILE,
    routes::pattern::SERVICE_FLOW_FILE,
    routes::pattern::LOG_MAPPING,
    routes::pattern::LOG_TRY_NOTES,
    routes::pattern::LOG_NOTES,
];

/// Steps whose command is not called like the last part of their address.
const COMMANDS: [(&str, &str); 18] = [
    ("share", "share_outside"),
    ("say", "say_outside"),
    ("brief", "send_brief"),
    ("order", "child_stated"),
    ("interview", "record_interview"),
    ("offer", "send_offer"),
    ("confirm", "confirm_brief"),
    ("correct", "correct_brief"),
    ("participant", "add_participant"),
    ("end-trust", "end_trust"),
    ("remind", "remind"),
    ("repeat", "judge_repeat"),
    ("refuse", "refuse_offers"),
    ("decline", "decline_invitation"),
    ("dispute", "open_dispute"),
    ("task", "add_task"),
    ("task/done", "finish_task"),
    ("effort", "log_effort"),
];

fn look(who: Option<PersonId>, path: impl Into<String>) -> Place {
    Place { who, path: path.into(), status: 200, then: Then::Look }
}

fn forms(who: Option<PersonId>, path: impl Into<String>) -> Place {
    Place { then: Then::SpoilForms, ..look(who, path) }
}

fn refused(who: Option<PersonId>, path: &str, status: u16) -> Place {
    Place { status, ..look(who, path) }
}

/// Whether an address is one of a route.
fn is_of(pattern: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern.iter().zip(&path).all(|(one, other)| one.starts_with('{') || one == other)
}

/// Fails for a page that nobody visits.
pub fn cover_every_route(places: &[Place]) {
    let all = all_routes();
    let pages = || all.iter().filter(|route| route.method == Method::GET && !NO_PAGES.contains(&route.path));
    // An address of fixed words belongs to them before it belongs to a pattern.
    let route_of = |path: &str| {
        let mut of: Vec<&Route> = pages().filter(|route| is_of(route.path, path)).collect();
        of.sort_by_key(|route| route.path.matches('{').count());
        of.first().map(|route| route.path)
    };
    let visited: BTreeSet<_> =
        places.iter().filter(|place| place.status < 400).filter_map(|place| route_of(&place.path)).collect();
    let missing: Vec<_> = pages()
        .map(|route| route.path)
        .filter(|path| !visited.contains(path) && *path != routes::pattern::FIRST_RUN)
        .collect();
    assert!(missing.is_empty(), "pages that are not visited, give them a place: {missing:#?}");
}

/// Pages of a company that has not begun.
pub fn before_the_company() -> Vec<Place> {
    // Twice: in either language.
    vec![
        forms(None, routes::first_run()),
        forms(None, routes::first_run()),
        refused(None, "/no-such-page", 404),
    ]
}

/// Every place of the demonstration.
pub fn of(company: &Company) -> Vec<Place> {
    let mut places = general(company);
    places.extend(administration(company));
    places.extend(requests(&company.views));
    places.extend(steps(&company.views));
    places
}

fn general(company: &Company) -> Vec<Place> {
    let person = |name: &str| Some(company.person(name));
    let (anna, ilya, vera, elena) =
        (person("Белова"), person("Громов"), person("Соколова"), person("Савина"));
    let (semyon, pavel, kim) = (person("Лукин"), person("Стороженко"), person("Kim"));
    let setup = routes::set_password(company.setup.to_text());
    let mut places = vec![
        forms(None, "/sign-in"),
        look(None, "/sign-in?next=%2Fdesk"),
        forms(None, setup.as_str()),
        refused(None, &routes::set_password(Secret::new([7; 32]).to_text()), 410),
        refused(anna, "/r/999999", 404),
        refused(anna, "/admin", 404),
        refused(ilya, "/r/1482/choose", 403),
        refused(None, "/no-such-page", 404),
        look(anna, "/"),
        look(ilya, "/"),
        look(kim, "/"),
        look(anna, routes::with("/", &[("q", "нужен отчёт по продажам")])),
        Place { then: Then::Do(PALETTE), ..look(anna, "/mine") },
        forms(anna, "/ask"),
        forms(anna, routes::with("/ask", &[("q", "нужен отчёт")])),
        look(elena, "/mine?ended=yes"),
        look(pavel, "/mine"),
        look(anna, "/go"),
        look(semyon, "/go"),
        look(anna, "/desk"),
        look(ilya, "/desk?unit=crm"),
        look(ilya, "/desk?unit=crm"),
        look(ilya, "/desk?unit=crm&show=mine"),
        look(ilya, "/desk?unit=crm&show=unclaimed"),
        look(ilya, "/desk?unit=crm&view=board"),
        look(ilya, "/desk?unit=crm&view=board"),
        look(ilya, "/desk?unit=crm&q=партнёр"),
        look(ilya, "/desk?unit=crm&q=zzzz"),
        Place { then: Then::Do(KEYS), ..look(ilya, "/desk?unit=crm") },
        look(pavel, "/desk"),
        look(vera, "/desk?view=board"),
        look(anna, "/u/crm"),
        look(anna, "/u/crm"),
        look(anna, "/u/savina"),
        look(anna, "/u/integra"),
        look(anna, "/u/care"),
        forms(anna, "/s/crm-change"),
        forms(anna, "/s/text-edit"),
        look(anna, "/s/crm-classic"),
        look(anna, "/s/employment-certificate"),
        look(anna, "/s/savina-one-to-one"),
        forms(anna, "/me"),
        forms(ilya, "/me"),
        look(anna, "/notices"),
        look(pavel, "/notices"),
        look(vera, "/u/hr/account"),
        look(vera, "/u/hr/account?period=2026-Q4"),
        forms(semyon, "/u/marketing/account"),
        forms(semyon, "/u/marketing/account?period=2026-Q4"),
        look(semyon, "/u/it/account?period=2026"),
        look(semyon, "/u/care/account?period=2025-01"),
        look(semyon, "/u/it/account/postings?period=2026-Q4"),
        look(vera, "/u/hr/account/postings?period=2026-11"),
        look(semyon, "/u/care/account/postings?period=2025-01"),
    ];
    for view in ["", "findings", "map", "chain", "scatter", "cumulative", "ageing", "arrivals", "baseline"] {
        places.push(look(semyon, routes::with("/flow", &[("view", view)])));
        places.push(look(ilya, routes::with("/u/crm/flow", &[("view", view), ("period", "all")])));
    }
    places.extend([
        look(semyon, "/flow?period=own&from=2001-01-01&to=2001-02-01"),
        look(semyon, "/flow/requests?about=closed"),
        look(ilya, "/u/crm/flow/requests?about=open&period=all"),
        look(ilya, "/s/crm-change/flow"),
        look(semyon, "/flow/history?period=all"),
        look(semyon, "/flow/history?period=own&from=2001-01-01&to=2001-02-01"),
        look(ilya, "/u/crm/flow/history"),
        look(ilya, "/s/crm-change/flow/history?period=year"),
        look(ilya, "/s/crm-change/flow/requests"),
        look(semyon, routes::imported(&company.imported)),
        look(semyon, routes::imported(&company.imported)),
    ]);
    let link = routes::partner(company.link.to_text());
    places.extend([look(None, link.as_str()), forms(None, link.as_str())]);
    for step in ["offer", "withdraw-offer", "decline", "say"] {
        places.push(forms(None, format!("{link}/{step}")));
    }
    places.push(refused(None, &routes::partner(Secret::new([7; 32]).to_text()), 410));
    places
}

fn administration(company: &Company) -> Vec<Place> {
    let admin = Some(company.person("Зимина"));
    let auditor = Some(company.person(AUDITOR));
    let [anna, pavel, ilya] = ["Белова", "Стороженко", "Громов"].map(|name| company.person(name));
    vec![
        look(admin, "/admin"),
        look(admin, "/admin"),
        forms(admin, "/admin/people"),
        look(admin, "/admin/people"),
        forms(admin, routes::admin_person(anna)),
        look(admin, routes::admin_person(pavel)),
        Place { then: Then::Do(PEOPLE), ..look(admin, "/admin/people/import") },
        forms(admin, "/admin/people/import"),
        forms(admin, "/admin/units"),
        look(admin, "/admin/units"),
        forms(admin, "/admin/units/crm"),
        forms(admin, "/admin/units/integra"),
        look(Some(company.person("Соколова")), "/admin/units/hr"),
        forms(admin, "/admin/services"),
        look(admin, "/admin/services"),
        forms(admin, "/admin/services/crm-change"),
        forms(Some(ilya), "/admin/services/crm-import"),
        look(admin, "/admin/services/text-edit"),
        forms(admin, "/admin/promises"),
        look(admin, "/admin/promises"),
        forms(Some(company.person("Лукин")), "/admin/rates"),
        look(Some(company.person("Лукин")), "/admin/rates"),
        look(admin, routes::admin_audit()),
        look(admin, routes::admin_holds()),
        look(Some(company.person("Соколова")), routes::admin_holds()),
        look(auditor, routes::with(&routes::admin_audit(), &[("request", "1482")])),
        forms(auditor, routes::admin_open(1482)),
        look(auditor, routes::admin_past()),
        look(auditor, routes::my_known()),
        look(auditor, routes::my_factor()),
        look(None, routes::sign_in_code()),
        look(admin, routes::with(&routes::admin_audit(), &[("q", "Белова"), ("request", "1")])),
        look(admin, routes::with(&routes::admin_audit(), &[("q", "никто"), ("imported", "yes")])),
        forms(admin, routes::logs()),
        look(Some(company.person("Соколова")), routes::logs()),
        look(admin, routes::log_map(&company.plan)),
        look(admin, routes::log_map(&company.plan)),
        Place { then: Then::Do(BAD_MAPPING), ..look(admin, routes::log_map(&company.plan)) },
        look(admin, routes::log_try(&company.plan)),
        look(admin, routes::log_try(&company.plan)),
        look(admin, routes::log(company.imports[0])),
        look(admin, routes::log(company.imports[1])),
        look(admin, routes::log(company.imports[2])),
        look(admin, routes::log_back(company.imports[1])),
        look(admin, routes::log_back(company.imports[0])),
        forms(admin, "/admin/company"),
        look(admin, "/admin/company"),
    ]
}

/// The page of a request for everybody who takes part, in every state.
fn requests(views: &[View]) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let fresh = |view: &&View| seen.insert((view.state, view.sides.clone(), view.related));
    let some: Vec<_> = views.iter().filter(fresh).collect();
    some.into_iter().map(|view| look(Some(view.person), routes::request(view.number))).collect()
}

/// The page of each step, where somebody can take it now; and where it came too late.
fn steps(views: &[View]) -> Vec<Place> {
    let mut places = Vec::new();
    let all = all_routes();
    let of_requests = all.iter().filter(|route| route.method == Method::GET).filter_map(|route| {
        let action = route.path.strip_prefix("/r/{no}/")?;
        (!NO_PAGES.contains(&route.path)).then_some(action)
    });
    for action in of_requests {
        if action == "brief/diff" {
            let view = views.iter().find(|view| view.briefs > 1).expect("a brief of two versions");
            let path = format!("/r/{}/brief/diff?from=1&to=2", view.number);
            places.extend([look(Some(view.person), path.as_str()), look(Some(view.person), path)]);
            continue;
        }
        let named = action.replace('-', "_");
        let command =
            COMMANDS.iter().find(|(known, _)| *known == action).map_or(named.as_str(), |(_, name)| name);
        let can = |view: &&View| {
            let parts = match action {
                "task/done" | "repeat" => !view.sides.contains(&domain::request::Side::Customer),
                _ => true,
            };
            parts && view.available.iter().any(|offered| offered.code() == command)
        };
        // The last one: earlier requests are further on and stand for more elsewhere.
        let Some(view) = views.iter().rfind(can) else {
            panic!("nobody can take the step “{action}” ({command}): the demonstration needs such a request");
        };
        let path = format!("/r/{}/{action}", view.number);
        let chosen = match action {
            "choose" | "withdraw-offer" => view.offers.first().map(|offer| ("offer", offer.to_string())),
            "task/done" | "effort" => view.tasks.first().map(|task| ("task", task.to_string())),
            _ => None,
        };
        if let Some((name, id)) = chosen {
            places.push(look(Some(view.person), routes::with(&path, &[(name, &id)])));
        }
        places.push(forms(Some(view.person), path));
    }
    if let Some(view) =
        views.iter().find(|view| view.briefs > 0 && view.available.contains(&CommandKind::ConfirmBrief))
    {
        places.push(refused(Some(view.person), &format!("/r/{}/choose", view.number), 409));
    }
    places
}

const PALETTE: &str = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true}));
if (!document.getElementById('palette').open) throw new Error('the palette stays shut');";

const KEYS: &str = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '?', code: 'Slash', shiftKey: true, bubbles: true}));
if (!document.getElementById('keys').open) throw new Error('the list of keys stays shut');";

/// Sends a mapping whose zone and columns are wrong.
const BAD_MAPPING: &str = "const it = document.getElementById('map');
it.elements.zone.value = 'Nowhere';
for (const one of it.querySelectorAll('select[name^=role]')) one.value = 'case';
window.left = true;
HTMLFormElement.prototype.submit.call(it);";

/// Sends a file of people for its preview.
const PEOPLE: &str = "const it = document.getElementById('import'), data = new DataTransfer();
const rows = ['Табельный номер;ФИО;Почта;Подразделение', '9001;Новая Сотрудница;new@example.com;crm', '9002;Никто;broken;nowhere', ';;;'];
data.items.add(new File([rows.join('\\n')], 'people.csv', {type: 'text/csv'}));
it.querySelector('input[type=file]').files = data.files;
window.left = true;
HTMLFormElement.prototype.submit.call(it);";
