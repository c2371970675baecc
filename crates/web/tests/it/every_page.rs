//! Every page of the demonstration in a real browser, wide and narrow, light and dark, in both languages: the rules of WCAG 2.2 AA
//! that axe-core can tell, one heading of the first level, a title, a language, nothing to scroll sideways, nothing on the console.
//!
//! The pages come from the list of routes: a route that answers a page and is not visited fails the test. axe-core comes from the
//! registry of npm while the test runs; it is no part of the product.

use std::time::Instant;

use crate::common::Served;
use crate::walk::axe::Axe;
use crate::walk::demo::Company;
use crate::walk::{Place, Walk, places};
use testkit::Fixture;
use testkit::browser::{Look, skip_browser};

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
