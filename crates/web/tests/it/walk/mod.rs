//! A walk through places: who opens what, how it looks, what is wrong with it.

pub mod axe;
pub mod demo;
pub mod places;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::ids::PersonId;
use domain::localized::Language;
use serde_json::{Value, json};
use testkit::browser::Browser;
use web::Site;

use crate::common::session;
use axe::Axe;

/// A page that somebody opens.
#[derive(Debug, Clone)]
pub struct Place {
    /// Who; nobody is signed in otherwise.
    pub who: Option<PersonId>,
    /// The address.
    pub path: String,
    /// What it answers.
    pub status: u16,
    /// What is done before looking.
    pub then: Then,
}

/// What is done on a page before looking at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Look,
    /// Each form of the page that takes words is also sent without them.
    SpoilForms,
    /// A script, for what opens by a key.
    Do(&'static str),
}

/// Width and height of a page that is looked at.
const WIDE: (u32, u32) = (1280, 900);
const NARROW: (u32, u32) = (390, 844);

/// How a page is looked at: size, dark, by colours alone.
type Sight = ((u32, u32), bool, bool);

/// The walk.
pub struct Walk<'a> {
    site: &'a Site,
    browser: &'a Browser,
    axe: &'a Axe,
    sessions: BTreeMap<PersonId, String>,
    visited: usize,
    looks: usize,
    wrong: Vec<String>,
}

impl<'a> Walk<'a> {
    /// Begins it.
    pub fn new(site: &'a Site, browser: &'a Browser, axe: &'a Axe) -> Self {
        Self { site, browser, axe, sessions: BTreeMap::new(), visited: 0, looks: 0, wrong: Vec::new() }
    }

    /// How many looks there were, and what was wrong.
    pub fn end(self) -> (usize, Vec<String>) {
        (self.looks, self.wrong)
    }

    /// Opens a place, in one language and then the other by turns, and looks at it wide and narrow, light and dark.
    pub fn visit(&mut self, place: &Place) {
        let language = if self.visited.is_multiple_of(2) { Language::Ru } else { Language::En };
        let dark = self.visited / 2 % 2 == 1;
        self.visited += 1;
        self.sit(place.who, language);
        self.open(place);
        let status = self.browser.script(STATUS, Vec::new());
        if status != place.status {
            self.wrong.push(format!("{} answers {status}, not {}", place.path, place.status));
        }
        if let Then::Do(script) = place.then {
            for status in [403, 422] {
                self.browser.expect_status(status);
            }
            self.browser.script(script, Vec::new());
            self.arrived();
        }
        let name = format!("{} {language:?}", place.path);
        let sights = [(WIDE, dark, false), (NARROW, !dark, false), (NARROW, dark, true)];
        self.look(&name, language, &sights);
        if place.then == Then::SpoilForms {
            self.spoil(place, language, dark);
        }
    }

    /// Somebody sits down, in a language.
    fn sit(&mut self, who: Option<PersonId>, language: Language) {
        self.browser.forget();
        self.browser.set_cookie("lang", language.code());
        if let Some(person) = who {
            let site = self.site;
            let secret = self.sessions.entry(person).or_insert_with(|| session(site, person).to_text());
            self.browser.set_cookie("session", secret);
        }
    }

    fn open(&self, place: &Place) {
        // What it really answers is compared afterwards, so that one wrong answer does not end the walk.
        for status in [400, 403, 404, 405, 409, 410, 422, 429, 500, 503] {
            self.browser.expect_status(status);
        }
        self.browser.go(&place.path);
    }

    fn look(&mut self, name: &str, language: Language, sights: &[Sight]) {
        self.browser.script(UNFOLD, Vec::new());
        for &(size, dark, colours) in sights {
            self.looks += 1;
            self.browser.resize(size);
            self.browser.prefer_dark(dark);
            let mut faults = self.axe.faults(self.browser, colours);
            if !colours {
                let told = self.browser.script(PLAIN, vec![json!(language.code())]);
                let told = told.as_array().cloned().unwrap_or_default();
                faults.extend(told.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            let place = format!("{name} {} {}", size.0, if dark { "dark" } else { "light" });
            for fault in faults {
                println!("{place}: {fault}");
                self.wrong.push(format!("{place}: {fault}"));
            }
        }
        self.browser.assert_quiet();
    }

    /// Sends each form that takes words without them, and looks at what comes back.
    fn spoil(&mut self, place: &Place, language: Language, dark: bool) {
        let actions = self.browser.script(FORMS, Vec::new());
        let actions: Vec<_> = actions.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for action in actions {
            self.sit(place.who, language);
            self.open(place);
            for status in [400, 403, 404, 409, 422, 429, 500] {
                self.browser.expect_status(status);
            }
            let sent = self.browser.script(SPOIL, vec![json!(action)]);
            assert!(sent == true, "{action} on {}", place.path);
            self.arrived();
            let status = self.browser.script(STATUS, Vec::new());
            // A link for choosing a password needs no words: the address of mail is the login.
            if status != 422 && !action.ends_with("/link") {
                self.wrong.push(format!("{action} without words answers {status}"));
            }
            let name = format!("{action} sent without words, {language:?}");
            self.look(&name, language, &[(NARROW, dark, false), (WIDE, !dark, true)]);
        }
    }

    /// Waits until the page that was marked before it was sent is another one.
    fn arrived(&self) {
        let begun = Instant::now();
        while self.browser.script("return !!window.left || document.readyState !== 'complete';", Vec::new())
            == true
        {
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "a form was not sent: {}",
                self.browser.address()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

const STATUS: &str = "return performance.getEntriesByType('navigation')[0].responseStatus;";

/// The addresses of forms that take words.
const FORMS: &str = "return [...document.querySelectorAll('main form[method=post]')]
  .filter(form => form.querySelector('textarea, input:not([type=hidden], [type=radio], [type=checkbox])'))
  .map(form => form.getAttribute('action'));";

/// Takes every word out of a form and sends it past the checks of the browser.
const SPOIL: &str = "const it = form(arguments[0]);
if (!it) return false;
for (const el of it.elements) {
  if (['hidden', 'submit', 'button', 'fieldset', 'select-one', 'file'].includes(el.type)) continue;
  if (el.type === 'radio' || el.type === 'checkbox') el.checked = false;
  else el.value = '';
}
window.left = true;
HTMLFormElement.prototype.submit.call(it);
return true;";

/// What is folded is looked at too.
const UNFOLD: &str = "for (const fold of document.querySelectorAll('details')) fold.open = true;";

/// What can be said of a page without rules of colours and names.
const PLAIN: &str = "
const wrong = [], shown = el => el.checkVisibility();
const heads = [...document.querySelectorAll('h1')].filter(shown).length;
if (heads !== 1) wrong.push(heads + ' headings of the first level');
if (document.title.split('—')[0].trim().length < 2) wrong.push('no title: ' + document.title);
if (document.documentElement.lang !== arguments[0]) wrong.push('lang is ' + document.documentElement.lang);
if (document.body.innerText.includes('\u{27e6}')) wrong.push('a text without words');
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > width) {
  const far = [...document.querySelectorAll('body *')].filter(el => shown(el) && el.getBoundingClientRect().right > width + 1);
  const what = far.slice(-3).map(el => el.outerHTML.slice(0, 120)).join(' | ');
  wrong.push('wider than the window by ' + (document.documentElement.scrollWidth - width) + ': ' + what);
}
return wrong;";
