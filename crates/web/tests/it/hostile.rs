//! Every form of the site, sent as nobody should: hostile words, values that are none, bodies that are broken or too large, twice, too
//! late. Nothing answers with a fault of the program, nothing is half applied, and what was typed comes back beside what is wrong.
//!
//! The forms come from the pages themselves; a route that takes a form which no page shows is sent the names that forms have here.

use crate::forms::{Form, Kind, Place, forms};
use crate::support::Answer;
use axum::body::Body;
use axum::http::{Method, Request};
use web::routes::pattern;
use web::server::{Takes, routes};

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & &lt; {{ c }} \u{202e}abc";

/// What browsers send of an unmatched surrogate, of bytes that are no UTF-8, of controls.
const RAW: [&str; 5] =
    ["%ED%A0%80", "%FF%FE%C3%28", "a%00b", "%01%08%1B%5B31m", "%E2%80%AE%E2%81%A6%EF%BB%BF"];

/// Forms that note something of their own whatever they are sent: attempts to sign in, sessions.
const NOTED: [&str; 5] =
    [pattern::SIGN_IN, pattern::MY_PASSWORD, pattern::PERSONA, pattern::SET_PASSWORD, pattern::SIGN_OUT];

fn is_whole(answer: &Answer, what: &str) {
    assert!(answer.status.as_u16() < 500, "{what}: {}: {}", answer.status, answer.body);
    for bad in ["<script>alert", "<img src=x", "\u{202e}", "\0", "\u{1b}"] {
        assert!(!answer.body.contains(bad), "{what}: {bad:?} stands on the page: {}", answer.body);
    }
}

/// Sends a form and holds that a refusal left nothing behind.
fn send(place: &mut Place, form: &Form, body: &str, what: &str) -> Answer {
    let before = place.rows();
    let answer = place.post(form, body);
    is_whole(&answer, what);
    if answer.status.is_client_error() && !NOTED.contains(&form.route) {
        assert!(before == place.rows(), "{what}: {} and yet something was written", answer.status);
    }
    answer
}

/// A form that was refused for its fields came back: filled, and with a word on what is wrong.
fn came_back(form: &Form, sent: &[(String, String)], answer: &Answer, what: &str, wrong: &mut Vec<String>) {
    if !answer.body.contains("class=\"fault\"") && !answer.body.contains("class=\"errors\"") {
        wrong.push(format!("{what}: {} without a word on what is wrong", answer.status));
    }
    let back = crate::forms::of_page(&answer.body);
    let Some(back) = back.iter().find(|back| back.action == form.action) else {
        wrong.push(format!("{what}: {}, and the form does not come back", answer.status));
        return;
    };
    for field in form.fields.iter().filter(|field| matches!(field.kind, Kind::Line | Kind::Words)) {
        let typed = sent.iter().find(|(name, _)| *name == field.name).map_or("", |(_, value)| value);
        let kept = back.fields.iter().find(|back| back.name == field.name).map(|back| back.value.as_str());
        if kept.map(crate::forms::plain) != Some(crate::forms::plain(typed)) {
            wrong.push(format!("{what}: {} held {typed:?} and came back as {kept:?}", field.name));
        }
    }
}

#[test]
fn words_of_any_kind_are_words() {
    let mut wrong = Vec::new();
    let mut place = Place::new();
    for form in forms(&mut place) {
        let form = place.fresh(&form);
        let what = format!("POST {} with markup", form.route);
        let sent = form.filled(|field| match field.kind {
            Kind::Line | Kind::Words | Kind::Password => HOSTILE.to_owned(),
            _ => field.value.clone(),
        });
        let answer = send(&mut place, &form, &crate::forms::encoded(&sent), &what);
        if form.is_typed() && (answer.status == 422 || answer.status == 409) {
            came_back(&form, &sent, &answer, &what, &mut wrong);
        }
        let done = answer.status == 303;
        if done {
            let to = answer.location().split('#').next().unwrap().to_owned();
            is_whole(&place.get(form.seat, &to), &what);
            is_whole(&place.get(form.seat, &form.page), &what);
            place = Place::new();
        }
        for raw in RAW {
            let what = format!("POST {} with {raw}", form.route);
            let fresh = place.fresh(&form);
            let sent = fresh.filled(|field| match field.kind {
                Kind::Line | Kind::Words | Kind::Password => "@".to_owned(),
                _ => field.value.clone(),
            });
            let body = crate::forms::encoded(&sent).replace("%40", raw);
            let answer = send(&mut place, &fresh, &body, &what);
            if answer.status == 422 && !answer.body.contains("class=\"errors\"") && form.shown {
                wrong.push(format!("{what}: 422 without a word on what is wrong"));
            }
            if answer.status == 303 {
                place = Place::new();
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_that_are_none_are_refused_beside_their_fields() {
    let mut wrong = Vec::new();
    let mut place = Place::new();
    for form in forms(&mut place) {
        let can_be_wrong = |kind: Kind| !matches!(kind, Kind::File | Kind::Box | Kind::Own);
        if !form.fields.iter().any(|field| can_be_wrong(field.kind)) || form.route == pattern::SIGN_OUT {
            continue;
        }
        for bad in
            ["нет", "-1", "99999999999999999999999", "1e9999", "0000-00-00", "31.02.2026", "../../etc", NO_ID]
        {
            let what = format!("POST {} with {bad:?} everywhere", form.route);
            let fresh = place.fresh(&form);
            let sent = fresh
                .filled(|field| if can_be_wrong(field.kind) { bad.to_owned() } else { field.value.clone() });
            let answer = send(&mut place, &fresh, &crate::forms::encoded(&sent), &what);
            match answer.status.as_u16() {
                422 if form.is_typed() => came_back(&fresh, &sent, &answer, &what, &mut wrong),
                400..=499 => {}
                // A link to choose a password may have any login of one word.
                200 if form.route == pattern::ADMIN_LINK => place = Place::new(),
                // Words are words: a form of nothing else takes them.
                _ if fresh.is_words_alone() || !form.shown => place = Place::new(),
                _ if IGNORED.iter().any(|(route, _)| *route == form.route) => place = Place::new(),
                303 if answer.location().starts_with("/sign-in") => place = Place::new(),
                status => {
                    wrong.push(format!("{what}: {status} {}", answer.location()));
                    place = Place::new();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An id of nothing.
const NO_ID: &str = "00000000-0000-7000-8000-000000000000";

#[test]
fn one_bad_choice_is_no_silent_nothing() {
    let mut wrong = Vec::new();
    let mut place = Place::new();
    for form in forms(&mut place) {
        let chosen = |field: &&crate::forms::Field| matches!(field.kind, Kind::Choice | Kind::Hidden);
        for field in form.fields.iter().filter(chosen).filter(|_| form.shown) {
            for bad in ["нет", NO_ID] {
                let what = format!("POST {} with {}={bad:?}", form.route, field.name);
                let fresh = place.fresh(&form);
                let sent = fresh.sound(Some((&field.name, bad)));
                let answer = send(&mut place, &fresh, &crate::forms::encoded(&sent), &what);
                let done = !answer.status.is_client_error();
                // A criterion that the version before does not know is a new one.
                let renewed = field.name.starts_with("criteria[");
                if done && !renewed && !IGNORED.contains(&(form.route, field.name.as_str())) {
                    wrong.push(format!("{what}: done, {}", answer.location()));
                }
                if done {
                    place = Place::new();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Fields that are for the browser alone, say where to go on, or name what is gone already.
const IGNORED: [(&str, &str); 8] = [
    (pattern::SIGN_IN, "next"),
    (pattern::PERSONA, "next"),
    (pattern::MY_PASSWORD, "username"),
    (pattern::SET_PASSWORD, "username"),
    (pattern::END_SESSION, "session"),
    (pattern::DESK_CLAIM, "no"),
    (pattern::DESK_CLAIM, "unit"),
    (pattern::DESK_CLAIM, "show"),
];

#[test]
fn bodies_that_are_too_large_or_broken_are_turned_away() {
    let mut place = Place::new();
    let all = forms(&mut place);
    let huge = format!("text={}", "x".repeat(10 * 1024 * 1024));
    let many = (0..3_000).map(|n| format!("f{n}=1")).collect::<Vec<_>>().join("&");
    for form in &all {
        let csrf = form.csrf(&mut place);
        for (body, least) in [(&huge, 413), (&many, 413)] {
            let what = format!("POST {} of {} bytes", form.route, body.len());
            let answer = send(&mut place, form, &format!("csrf={csrf}&{body}"), &what);
            assert_eq!(answer.status, least, "{what}");
            assert!(answer.says("Слишком много за один раз"), "{what}: {}", answer.body);
        }
        let head = format!("--cut\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
        for (kind, body) in [
            ("multipart/form-data; boundary=cut", head.clone()),
            (
                "multipart/form-data; boundary=cut",
                format!("{head}--cut\r\nContent-Disposition: form-data; name=\"te"),
            ),
            ("multipart/form-data; boundary=cut", format!("{head}--cut\r\nnonsense\r\n\r\n")),
            ("multipart/form-data; boundary=other", head.clone()),
            ("multipart/form-data; boundary=", head.clone()),
            ("multipart/form-data; charset=x", head.clone()),
            ("multipart/form-data", head.clone()),
            ("application/json", format!("{{\"csrf\":\"{csrf}\"}}")),
            ("", String::new()),
        ] {
            let what = format!("POST {} as {kind:?} with {body:?}", form.route);
            let before = place.rows();
            let answer = place.post_as(form, kind, body.into_bytes());
            is_whole(&answer, &what);
            let status = answer.status.as_u16();
            assert!(
                matches!(status, 400 | 403 | 413 | 415 | 422 | 429),
                "{what}: {status} {}",
                answer.location()
            );
            assert!(before == place.rows(), "{what}: something was written");
        }
    }
}

#[test]
fn a_command_is_done_once_however_often_it_is_sent() {
    let (mut done, mut wrong) = (Vec::new(), Vec::new());
    let mut place = Place::new();
    for form in forms(&mut place) {
        if NOTED.contains(&form.route) {
            continue;
        }
        let form = place.fresh(&form);
        let sent = crate::forms::encoded(&form.sound(None));
        let what = format!("POST {}", form.route);
        let first = send(&mut place, &form, &sent, &what);
        if first.status != 303 {
            continue;
        }
        done.push(form.route);
        let once = place.rows();
        let second = send(&mut place, &form, &sent, &what);
        if (second.status, second.location()) != (first.status, first.location()) {
            wrong.push(format!(
                "{what}: {} {}, then {} {}",
                first.status,
                first.location(),
                second.status,
                second.location()
            ));
        }
        if once != place.rows() {
            wrong.push(format!("{what}: done twice"));
        }
        place = Place::new();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What cannot be done in the state of the sample request is sent twice in `journey.rs`.
    for route in [
        pattern::ASK,
        pattern::SERVICE,
        pattern::ADMIN_UNITS,
        pattern::ADMIN_PEOPLE,
        pattern::ADMIN_SERVICES,
        pattern::BUDGET,
        pattern::ADMIN_UNIT_TEXTS,
        pattern::ADMIN_PROMISES,
    ] {
        assert!(done.contains(&route), "{route} was not done at all: {done:?}");
    }
}

#[test]
fn a_form_that_comes_too_late_shows_both() {
    let mut place = Place::new();
    let mut late = Vec::new();
    for form in forms(&mut place) {
        let step = form.route.starts_with("/r/") || form.route.starts_with("/p/");
        if step || !form.fields.iter().any(|field| field.name == "seen") {
            continue;
        }
        let form = place.fresh(&form);
        let what = format!("POST {} too late", form.route);
        // Somebody else is faster, with other words.
        let faster = form.filled(|field| match field.kind {
            Kind::Line | Kind::Words if field.value.chars().any(char::is_alphabetic) => {
                format!("{} быстрее", field.value)
            }
            // Somebody else's front door has no owner.
            Kind::Choice if field.name == "owner" => String::new(),
            _ => form.good(field),
        });
        let first = send(&mut place, &form, &crate::forms::encoded(&faster), &what);
        assert_eq!(first.status, 303, "{what}: {}", first.body);
        let mut slower = form.sound(None);
        slower.retain(|(name, _)| name != "command");
        let answer = send(&mut place, &form, &crate::forms::encoded(&slower), &what);
        assert_eq!(answer.status, 409, "{what}: {}", answer.body);
        let mut wrong = Vec::new();
        came_back(&form, &slower, &answer, &what, &mut wrong);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        for (name, value) in faster.iter().filter(|(_, value)| value.ends_with("быстрее")) {
            let shown = crate::forms::words(&answer.body);
            assert!(shown.contains(value), "{what}: the other {name} is not shown: {shown}");
        }
        late.push(form.route);
        place = Place::new();
    }
    for route in [
        pattern::ADMIN_PROFILE,
        pattern::ADMIN_UNIT_TEXTS,
        pattern::ADMIN_UNIT_DOOR,
        pattern::ADMIN_SERVICE_VERSION,
    ] {
        assert!(late.contains(&route), "{route} has no version: {late:?}");
    }
}

#[test]
fn files_that_are_too_large_or_empty_are_told() {
    let mut place = Place::new();
    let large = vec![b'x'; 25 * 1024 * 1024 + 1];
    let mut with_files = 0;
    for form in forms(&mut place) {
        let Some(file) = form.fields.iter().find(|field| field.kind == Kind::File) else { continue };
        with_files += 1;
        let form = place.fresh(&form);
        let fields = form.sound(None);
        let what = format!("POST {} with a file", form.route);
        // A log may be larger; this one is none.
        let too_large = if form.route == pattern::LOGS { 422 } else { 413 };
        for (bytes, statuses) in [(large.as_slice(), [too_large; 2]), (&[][..], [422, 303])] {
            let body = crate::forms::multipart(&fields, &file.name, "пустой.csv", bytes);
            let before = place.rows();
            let answer = place.post_as(&form, "multipart/form-data; boundary=cut", body);
            is_whole(&answer, &what);
            assert!(
                statuses.contains(&answer.status.as_u16()),
                "{what} of {}: {}",
                bytes.len(),
                answer.status
            );
            if answer.status != 303 {
                assert!(before == place.rows(), "{what}: something was written");
            }
        }
        place = Place::new();
    }
    assert!(with_files > 3, "{with_files}");
}

#[test]
fn files_arrive_at_the_size_that_is_promised() {
    let mut place = Place::new();
    let promised = vec![b'x'; 25 * 1024 * 1024];
    for form in forms(&mut place) {
        let takes = routes().iter().any(|route| {
            route.method == Method::POST && route.path == form.route && route.takes != Takes::Fields
        });
        let file = form.fields.iter().find(|field| field.kind == Kind::File);
        if form.shown {
            assert_eq!(takes, file.is_some(), "POST {}: what the form offers, the route takes", form.route);
        }
        let Some(file) = file else { continue };
        for bytes in [&promised[..2 * 1024 * 1024], &promised] {
            let form = place.fresh(&form);
            let body = crate::forms::multipart(&form.sound(None), &file.name, "отчёт.txt", bytes);
            let answer = place.post_as(&form, "multipart/form-data; boundary=cut", body);
            // What is no table and no log is told beside its field.
            let taken = matches!(answer.status.as_u16(), 200 | 303 | 422);
            assert!(taken, "POST {} of {} bytes: {}", form.route, bytes.len(), answer.status);
            place = Place::new();
        }
    }
}

#[test]
fn a_form_without_files_takes_none() {
    let mut place = Place::new();
    let kept = |place: &Place| place.world.site.blobs().names().expect("the files");
    let before = kept(&place);
    let mut without = 0;
    for form in forms(&mut place) {
        let takes = routes().iter().any(|route| {
            route.method == Method::POST && route.path == form.route && route.takes != Takes::Fields
        });
        if takes {
            continue;
        }
        without += 1;
        let form = place.fresh(&form);
        let rows = place.rows();
        let body = crate::forms::multipart(&form.sound(None), "file", "a.bin", b"what nobody asked for");
        let answer = place.post_as(&form, "multipart/form-data; boundary=cut", body);
        let what = format!("POST {}: {}", form.route, answer.status);
        assert!(matches!(answer.status.as_u16(), 403 | 404 | 415), "{what}");
        assert!(rows == place.rows(), "{what}, and something was written");
        assert_eq!(kept(&place), before, "{what}");
    }
    assert!(without > 30, "{without}");
}

#[test]
fn addresses_of_any_kind_are_answered() {
    let mut place = Place::new();
    let seat = web::server::Seat::Administrator;
    for route in routes().into_iter().filter(|route| route.method == Method::GET && route.path.contains('{'))
    {
        for bad in [
            "нет",
            "-1",
            "0",
            "99999999999999999999",
            "%00",
            "%FF",
            "%ED%A0%80",
            "..%2F..%2Fetc",
            "%3Cscript%3Ealert",
            NO_ID,
        ] {
            let bad = bad.replace("нет", "%D0%BD%D0%B5%D1%82");
            let parts =
                route.path.split('/').map(|part| if part.starts_with('{') { bad.as_str() } else { part });
            let path = parts.collect::<Vec<_>>().join("/");
            let answer = place.get(seat, &path);
            is_whole(&answer, &path);
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        }
    }
    for query in [
        "?q=%00%FF",
        "?period=%00",
        "?period=9999-99",
        "?after=%ED%A0%80",
        "?from=-1&to=99999999999999999999",
        "?before=x",
        "?figure=x",
        "?view=x&show=y&group=z&after=w.w",
    ] {
        for route in routes().into_iter().filter(|route| route.method == Method::GET) {
            let path = format!("{}{query}", place.world.address(route.path, seat));
            for seat in [seat, web::server::Seat::Finance, web::server::Seat::Handler] {
                is_whole(&place.get(seat, &path), &path);
            }
        }
    }
    let request =
        Request::get("/?q=%").header("cookie", "session=\u{1f}; lang=xx; theme=\"").body(Body::empty());
    if let Ok(request) = request {
        is_whole(&place.browser(seat).ask(request), "odd cookies");
    }
}
