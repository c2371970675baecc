//! Every page of the demonstration in a real browser, wide and narrow, light and dark, in both languages: the rules of WCAG 2.2 AA
//! that axe-core can tell, one heading of the first level, a title, a language, nothing to scroll sideways, nothing on the console.
//!
//! The pages come from the list of routes: a route that answers a page and is not visited fails the test. axe-core comes from the
//! registry of npm while the test runs; it is no part of the product.

use std::time::Instant;

use app::identity;
use domain::actor::Channel;
use domain::ids::PersonId;
use domain::permission::Viewer;
use testkit::browser::{Look, skip_browser};
use testkit::{Fixture, code_at};
use web::server::Seat;

use crate::common::Served;
use crate::support::wait;
use crate::support::world::{World, give_password};
use crate::walk::axe::Axe;
use crate::walk::demo::Company;
use crate::walk::{Place, Then, Walk, places};

#[test]
fn every_page_can_be_used_by_everybody() {
    let axe = match Axe::install() {
        Ok(axe) => axe,
        Err(why) => return skip_browser(&why),
    };
    let began = Instant::now();
    let f = Fixture::sqlite();
    let company = Company::new(&f);
    let places = places::of(&company);
    places::cover_every_route(&places);
    let served = Served::new(&company.site);
    // Two browsers, a half each.
    let (mut looks, mut wrong) = (0, Vec::new());
    std::thread::scope(|scope| {
        let walk = |half: &[Place]| {
            let browser = served.browser(Look::default())?;
            let mut walk = Walk::new(&company.site, &browser, &axe);
            for place in half {
                walk.visit(place);
            }
            Some(walk.end())
        };
        let halves: Vec<_> =
            places.chunks(places.len().div_ceil(2)).map(|half| scope.spawn(move || walk(half))).collect();
        for half in halves {
            let walked = half.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
            if let Some((more, found)) = walked {
                looks += more;
                wrong.extend(found);
            }
        }
    });
    println!("{} places, {looks} looks, {:?}", places.len(), began.elapsed());
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_first_page_of_a_new_company_too() {
    let axe = match Axe::install() {
        Ok(axe) => axe,
        Err(why) => return skip_browser(&why),
    };
    let f = Fixture::sqlite();
    let site = crate::support::site(&f);
    let served = Served::new(&site);
    let Some(browser) = served.browser(Look::default()) else { return };
    let mut walk = Walk::new(&site, &browser, &axe);
    for place in places::before_the_company() {
        walk.visit(&place);
    }
    let (_, wrong) = walk.end();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Sends the form of signing in of somebody who has a second factor.
const SIGN_IN: &str = "
document.querySelector('[name=login]').value = 'zimina';
document.querySelector('[name=password]').value = 'синий кит плывёт';
window.left = true;
document.querySelector('form#sign-in').requestSubmit();";
/// Gives somebody a role.
const GRANT: &str = "
document.querySelector('#grant [name=role]').value = 'finance';
window.left = true;
document.querySelector('form#grant').requestSubmit();";

#[test]
fn the_pages_that_ask_for_a_code_or_the_password_too() {
    let axe = match Axe::install() {
        Ok(axe) => axe,
        Err(why) => return skip_browser(&why),
    };
    let (f, world) = World::sqlite();
    let admin = world.people[&Seat::Administrator];
    give_password(&world.site, admin, "zimina");
    let served = Served::new(&world.site);
    let Some(browser) = served.browser(Look::default()) else { return };
    let mut walk = Walk::new(&world.site, &browser, &axe);
    let path = web::routes::admin_person(world.people[&Seat::Stranger]);
    let place = |who, path: &str, then| Place { who, path: path.to_owned(), status: 200, then };
    // Both languages by turns.
    walk.visit(&place(Some(admin), &path, Then::Look));
    f.clock.advance_seconds(identity::PROOF_SECONDS);
    for _ in 0..2 {
        walk.visit(&place(Some(admin), &path, Then::Do(GRANT)));
        assert_eq!(browser.names("proof_"), ["proof_password"], "{}", browser.text());
    }
    let (cx, vault) = (world.site.cx(&viewer(&world, admin), Channel::Web, None), world.site.vault().clone());
    let (asked, kept) = (cx.clone(), vault.clone());
    let chance = [[1; 32], [2; 32]];
    let new =
        wait(world.site.read(move |tx| identity::begin_factor(tx, &asked, &kept, &chance, None))).unwrap();
    let code = code_at(&new.typed, world.site.now());
    let add = world
        .site
        .write(&cx, move |tx, cx| identity::add_factor(tx, cx, &vault, &new.sealed, &code, &[3; 32]));
    wait(add).unwrap();
    for _ in 0..2 {
        walk.visit(&place(None, "/sign-in", Then::Do(SIGN_IN)));
        assert_eq!(browser.names("code"), ["code"], "{}", browser.text());
    }
    walk.visit(&place(Some(admin), &web::routes::my_factor(), Then::Look));
    let (_, wrong) = walk.end();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn viewer(world: &World, person: PersonId) -> Viewer {
    wait(world.site.read(move |tx| app::company::viewer_of(tx, person))).unwrap().unwrap().viewer
}
