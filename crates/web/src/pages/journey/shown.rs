//! Every page of the journey with samples: fresh, and as it comes back with everything wrong.

use std::collections::BTreeSet;

use app::requests::choices::{PersonChoice, ServiceChoice};
use domain::actor::Actor;
use domain::ids::{LinkId, ServiceId};
use domain::localized::Localized;
use domain::permission::Viewer;
use store::repo::outside_link::SentLink;

use super::samples::{MARKETING, Stop, VENDOR, VENDOR_OFFER, VENDOR_PERSON, id, page};
use super::step::{Lists, Step};
use super::view::{Shown, StepView, Trouble};
use super::{STEPS, stage::Stage};
use super::{
    brief::BriefView, choose::ChooseView, diff::DiffView, interview::InterviewView, offer::OfferView,
    share::ShareView,
};
use crate::chrome::Chrome;
use crate::form::Form;
use crate::samples::{HOSTILE, Samples};

/// The state in which a step is shown.
fn stop(step: &Step) -> Stop {
    match step.at.0 {
        "claim" | "pass-on" | "message" => Stop::New,
        "assign" | "interview" | "brief" | "withdraw-question" | "participant" | "entrust" | "end-trust"
        | "repeat" => Stop::Formulating,
        "confirm" | "correct" => Stop::Confirming,
        "invite" | "decline" => Stop::Estimating,
        "offer" | "withdraw-offer" | "choose" | "refuse" | "cancel" => Stop::Choosing,
        "judge" => Stop::Accepting,
        "say" => Stop::Estimating,
        "resolve" => Stop::Disputed,
        "review" | "dispute" => Stop::Reviewing,
        "reopen" => Stop::Cancelled,
        _ => Stop::Working,
    }
}

fn lists(hostile: bool) -> Lists {
    let name = |name: &str| if hostile { HOSTILE.to_owned() } else { name.to_owned() };
    Lists {
        services: vec![ServiceChoice {
            id: ServiceId(id(91)),
            unit: VENDOR,
            name: Localized::both(name("Доработка CRM"), name("CRM changes")),
        }],
        people: vec![PersonChoice { id: VENDOR_PERSON, unit: MARKETING, name: name("Олег Дым") }],
    }
}

/// Every name of a field that a page has.
fn names(html: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(html);
    let fields = scraper::Selector::parse("#step [name]").unwrap();
    let names = page.select(&fields).filter_map(|field| field.attr("name"));
    names
        .map(str::to_owned)
        .filter(|name| !matches!(name.as_str(), "csrf" | "command" | "seen" | "add"))
        .collect()
}

fn shown(step: &'static Step, c: &Chrome) -> Vec<Shown> {
    // In the worst surroundings everything that people wrote is hostile too.
    let hostile = c.demo;
    let page = page(stop(step), hostile);
    let form = (step.fill)(
        c,
        &page,
        Form::of(&step.form()).filled(vec![("offer".into(), VENDOR_OFFER.to_string())]),
    );
    let mut stage = Stage {
        c: c.clone(),
        page,
        lists: lists(hostile),
        form,
        trouble: None,
        possible: true,
        step,
        base: crate::routes::request(1482),
    };
    let fresh = (step.show)(&stage);
    // The same form as it comes back: everything in it is wrong, and things happened meanwhile.
    let mut form =
        Form::of(&step.form()).filled(vec![("csrf".into(), "token".into()), ("add".into(), "quote".into())]);
    for name in names(&html(&fresh)) {
        // Nobody types the ids of rows.
        if !name.ends_with("_id") {
            form.fail(name.clone(), c.t("field-required").into_owned());
        }
        form = form.with(name, HOSTILE);
    }
    let customer = Actor::Person(stage.page.request.customer);
    let viewer = Viewer { actor: customer, ..Viewer::nobody() };
    stage.form = form;
    stage.possible = c.person.is_some();
    stage.trouble = Some(Trouble {
        text: c.t("refused-changed").into_owned(),
        since: crate::pages::request::since(c, &stage.page, &viewer, 0),
        next: c.t("trouble-send-again").into_owned(),
    });
    vec![fresh, (step.show)(&stage)]
}

fn html(shown: &Shown) -> String {
    use askama::Template;
    match shown {
        Shown::Step(view) => view.render(),
        Shown::Interview(view) => view.render(),
        Shown::Brief(view) => view.render(),
        Shown::Offer(view) => view.render(),
        Shown::Choose(view) => view.render(),
    }
    .unwrap()
}

/// One step of each sort of page.
const FEW: [&str; 5] = ["cancel", "interview", "brief", "offer", "choose"];

macro_rules! samples {
    ($($variant:ident, $view:ty;)+) => {$(
        impl Samples for $view {
            fn samples(c: &Chrome) -> Vec<Self> {
                // Nobody but people who signed in comes here: one page shows that it would do.
                let steps = STEPS.iter().filter(|step| c.person.is_some() || FEW.contains(&step.at.0));
                let all = steps.flat_map(|step| shown(step, c));
                all.filter_map(|shown| match shown {
                    Shown::$variant(view) => Some(*view),
                    _ => None,
                })
                .collect()
            }
        }
    )+};
}

samples! {
    Step, StepView;
    Interview, InterviewView;
    Brief, BriefView;
    Offer, OfferView;
    Choose, ChooseView;
}

impl Samples for ShareView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let link = |n, days: i64, revoked_at| SentLink {
            id: LinkId(id(n)),
            unit: VENDOR,
            made_by: VENDOR_PERSON,
            created_at: c.now.plus_seconds(-days * 86_400),
            expires_at: c.now.plus_seconds((14 - days) * 86_400),
            revoked_at,
        };
        let links = vec![link(84, 0, None), link(83, 20, None), link(82, 3, Some(c.now))];
        let form = || Form::of(&super::share::SHARE).with("days", "14");
        let of = |stop| super::share::view(c.clone(), &(page(stop, c.demo), Vec::new()), form());
        let mut made = super::share::view(c.clone(), &(page(Stop::Choosing, c.demo), links), form());
        let name = if c.demo { HOSTILE } else { "«Интегра Софт»" };
        made.made = Some(("https://vitrina.example/p/00ff".into(), name.into(), c.until(c.now)));
        let mut wrong = Form::of(&super::share::SHARE);
        wrong.fail("unit", c.t("field-not-offered").into_owned());
        wrong.fail("days", c.t("field-required").into_owned());
        let page = (page(Stop::Estimating, c.demo), Vec::new());
        let mut wrong = super::share::view(c.clone(), &page, wrong);
        wrong.trouble = Some(c.t("share-shown").into_owned());
        vec![made, wrong, of(Stop::Formulating), of(Stop::Cancelled)]
    }
}

impl Samples for DiffView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let page = page(Stop::Confirming, c.demo);
        [(None, None), (Some(2), Some(1)), (Some(2), Some(2))]
            .map(|(from, to)| super::diff::view(c.clone(), &page, from, to).unwrap())
            .into()
    }
}

mod tests {
    use super::*;
    use crate::samples::{signed, worst};
    use domain::localized::Language;

    #[test]
    fn addresses_are_made_of_their_actions() {
        for step in STEPS {
            assert_eq!(step.at.1, format!("/r/{{no}}/{}", step.at.0));
            assert_eq!(
                crate::routes::request_action("{no}", step.at.0).replace("%7B", "{").replace("%7D", "}"),
                step.at.1
            );
            let c = signed(Language::Ru);
            assert!(c.has(step.notice), "{}", step.notice);
            for field in step.fields {
                let words = [field.label, field.hint];
                assert!(words.iter().all(|key| key.is_empty() || c.has(key)), "{} {}", step.at.0, field.name);
            }
        }
    }

    #[test]
    fn every_step_has_the_fields_that_it_reads() {
        let c = signed(Language::Ru);
        for step in STEPS {
            let fresh = &shown(step, &c)[0];
            let names: BTreeSet<_> = names(&html(fresh)).into_iter().collect();
            // An empty form names, in its faults, fields that the page has.
            let fields = crate::auth::Fields::parse(b"");
            let mut reading = crate::form::Reading::new(&fields, &[], &c);
            let asked = (step.read)(&mut reading, step, 1482);
            if let Err(app::AppError::Invalid(problems)) = reading.done(Some(asked)) {
                for problem in problems {
                    let group = ["lines", "criteria", "notes", "verdicts"].contains(&problem.field.as_str());
                    assert!(
                        group || names.contains(&problem.field),
                        "{}: {} of {names:?}",
                        step.at.0,
                        problem.field
                    );
                }
            }
        }
    }

    #[test]
    fn a_form_comes_back_with_what_was_typed() {
        for step in STEPS {
            for c in [signed(Language::En), worst(Language::Ru)] {
                let [fresh, back] = &shown(step, &c)[..] else { panic!() };
                let (before, after) = (names(&html(fresh)), names(&html(back)));
                let kept = before.iter().all(|name| after.contains(name));
                assert!(kept, "{}: {before:?} became {after:?}", step.at.0);
                assert!(!html(back).contains("<script>alert"), "{}", step.at.0);
            }
        }
    }
}
