//! Reading stories: what follows the first line of a step.

use domain::money::Minor;
use domain::request::{Distance, LineKind, Resolution, Solved, WouldPay};

use super::head::{Read, number};
use super::{BriefText, LineText, OfferText, Said, What};
use crate::when::When;

/// Lines that are words and nothing else.
pub(super) fn text(said: &[&str]) -> Read<String> {
    match said {
        [] => Err("nothing is said".to_owned()),
        _ => Ok(said.join("\n")),
    }
}

/// Words, `file: name` and `actual 2: 42600`.
pub(super) fn said(said: &[&str]) -> Read<(Said, Vec<(usize, Minor)>)> {
    let (mut words, mut files, mut actuals) = (Vec::new(), Vec::new(), Vec::new());
    for line in said {
        if let Some(name) = line.strip_prefix("file: ") {
            files.push(name.to_owned());
        } else if let Some(actual) = line.strip_prefix("actual ") {
            let (place, sum) = actual.split_once(": ").ok_or("actual 2: 42600")?;
            actuals.push((number(place)?, money(sum)?));
        } else {
            words.push(*line);
        }
    }
    Ok((Said { text: text(&words)?, files }, actuals))
}

/// `prompt: note`, `> quote`, `! insight` of the quote before it.
#[expect(clippy::type_complexity, reason = "notes and quotes, each a pair of texts")]
pub(super) fn interview(said: &[&str]) -> Read<(Vec<(String, String)>, Vec<(String, String)>)> {
    let (mut notes, mut quotes) = (Vec::new(), Vec::<(String, String)>::new());
    for line in said {
        if let Some(quote) = line.strip_prefix("> ") {
            quotes.push((quote.to_owned(), String::new()));
        } else if let Some(insight) = line.strip_prefix("! ") {
            quotes.last_mut().ok_or("an insight without a quote")?.1 = insight.to_owned();
        } else {
            let (prompt, note) = line.split_once(": ").ok_or_else(|| format!("no question: {line:?}"))?;
            notes.push((prompt.to_owned(), note.to_owned()));
        }
    }
    Ok((notes, quotes))
}

/// `title:`, `problem:`, `outcome:`, `* criterion`, `- assumption`.
pub(super) fn brief(distance: &str, said: &[&str]) -> Read<BriefText> {
    let distance = Distance::from_code(distance).ok_or_else(|| format!("unknown distance {distance:?}"))?;
    let field = |name: &str| {
        let found = said.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.map(str::to_owned).ok_or_else(|| format!("no {name}"))
    };
    let items = |mark: &'static str| {
        let lines = said.iter().filter_map(move |line| line.strip_prefix(mark));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let brief = BriefText {
        title: field("title")?,
        problem: field("problem")?,
        outcome: field("outcome")?,
        criteria: items("* "),
        assumptions: items("- "),
        distance,
    };
    if said.len() != 3 + brief.criteria.len() + brief.assumptions.len() {
        return Err("a brief has a title, a problem, an outcome, criteria and assumptions".to_owned());
    }
    Ok(brief)
}

/// Lines of an offer and its terms.
pub(super) fn offer(said: &[&str]) -> Read<OfferText> {
    let (mut lines, mut meets, mut risk) = (Vec::new(), Vec::new(), String::new());
    let (mut work, mut client, mut ready, mut valid, mut own) = (None, None, None, None, None);
    for line in said {
        let (word, rest) = line.split_once(' ').ok_or_else(|| format!("{line:?} is not of an offer"))?;
        match word {
            "work" => {
                let hours: Vec<i64> = numbers(rest)?;
                let [o, m, p] = hours[..] else { return Err("work takes three figures".to_owned()) };
                work = Some([o * 3600, m * 3600, p * 3600]);
            }
            "client" => client = Some(number::<i64>(rest)? * 60),
            "ready" => {
                let (when, likely) = rest.rsplit_once(' ').ok_or("ready +3 18:00 85%")?;
                let likely = likely.strip_suffix('%').ok_or("ready +3 18:00 85%")?;
                ready = Some((moment(when)?, number(likely)?));
            }
            "valid" => valid = Some(moment(rest)?),
            "meets" => meets = numbers(rest)?,
            "risk:" => risk = rest.to_owned(),
            "own" => own = Some(would_pay(rest)?),
            kind => lines.push(priced(kind, rest)?),
        }
    }
    let (ready, probability) = ready.ok_or("an offer says when it is ready")?;
    Ok(OfferText {
        lines,
        work: work.ok_or("an offer says how much work it is")?,
        client: client.ok_or("an offer says how much of the customer's time it takes")?,
        ready,
        probability,
        valid,
        meets,
        risk,
        own,
    })
}

/// `labour 36 x 3500 [1 2]: text` or `fixed 60000: text`.
fn priced(kind: &str, rest: &str) -> Read<LineText> {
    let kind =
        LineKind::from_code(&kind.replace('-', "_")).ok_or_else(|| format!("unknown line {kind:?}"))?;
    let (terms, text) = rest.split_once(": ").ok_or("a line says what it is for")?;
    let (terms, criteria) = match terms.split_once(" [") {
        Some((terms, places)) => (terms, numbers(places.trim_end_matches(']'))?),
        None => (terms, Vec::new()),
    };
    let (quantity, price) = match terms.split_once(" x ") {
        Some((quantity, price)) => (number::<i64>(quantity)? * 1000, money(price)?),
        None => (1000, money(terms)?),
    };
    Ok(LineText { kind, quantity, price, criteria, text: text.to_owned() })
}

/// Lines that all begin with a mark.
pub(super) fn marked(said: &[&str], mark: &str) -> Read<Vec<String>> {
    let lines: Option<Vec<String>> =
        said.iter().map(|line| line.strip_prefix(mark).map(str::to_owned)).collect();
    lines.filter(|lines| !lines.is_empty()).ok_or_else(|| format!("each line begins with {mark:?}"))
}

/// `3: what is missing`.
pub(super) fn placed(said: &[&str]) -> Read<Vec<(usize, String)>> {
    said.iter()
        .map(|line| {
            let (place, text) = line.split_once(": ").ok_or("3: what is missing")?;
            Ok((number(place)?, text.to_owned()))
        })
        .collect()
}

/// `release`, `refund 15000`…
pub(super) fn resolution(rest: &[&str]) -> Read<Resolution> {
    Ok(match rest {
        ["rework"] => Resolution::Rework,
        ["release"] => Resolution::Release,
        ["accept"] => Resolution::Accept,
        ["dismiss"] => Resolution::Dismiss,
        ["refund", sum] => Resolution::Refund { amount: money(sum)? },
        _ => return Err("rework, release, accept, dismiss or refund".to_owned()),
    })
}

/// `yes less took 90 min` and perhaps a comment.
pub(super) fn review(rest: &[&str], said: &[&str]) -> Read<What> {
    let (solved, pays, minutes) = match rest {
        [solved, pays] => (solved, pays, None),
        [solved, pays, "took", minutes, "min"] => (solved, pays, Some(number(minutes)?)),
        _ => return Err("reviews yes less took 90 min".to_owned()),
    };
    Ok(What::Review {
        solved: Solved::from_code(solved).ok_or_else(|| format!("unknown answer {solved:?}"))?,
        would_pay: would_pay(pays)?,
        minutes,
        comment: said.join("\n"),
    })
}

fn would_pay(text: &str) -> Read<WouldPay> {
    WouldPay::from_code(text).ok_or_else(|| format!("unknown answer {text:?}"))
}

fn moment(text: &str) -> Read<When> {
    When::parse(text).ok_or_else(|| format!("{text:?} is no moment"))
}

/// Roubles, as kopecks.
fn money(text: &str) -> Read<Minor> {
    Ok(number::<Minor>(text)? * 100)
}

fn numbers<T: std::str::FromStr>(text: &str) -> Read<Vec<T>> {
    text.split(' ').map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_is_read() {
        let offer = offer(&[
            "labour 36 x 3500 [1 3]: Work",
            "pass-through 9000: Their bill",
            "work 4 6 10",
            "client 90",
            "ready +14 18:00 85%",
            "meets 1 3",
            "own less",
        ])
        .unwrap();
        assert_eq!((offer.lines[0].quantity, offer.lines[0].price), (36_000, 350_000));
        assert_eq!(offer.lines[0].criteria, [1, 3]);
        assert_eq!(offer.lines[1].kind, LineKind::PassThrough);
        assert_eq!((offer.client, offer.probability), (5400, 85));
        assert_eq!(offer.work, [14_400, 21_600, 36_000]);
    }

    #[test]
    fn a_brief_must_be_whole() {
        let lines = ["title: a", "problem: b: c", "outcome: d", "* e", "- f"];
        let read = brief("other", &lines).unwrap();
        assert_eq!(read.problem, "b: c");
        assert_eq!(read.criteria, ["e"]);
        assert!(brief("other", &lines[1..]).is_err());
        assert!(brief("other", &["title: a", "problem: b", "outcome: c", "e"]).is_err());
        assert!(brief("far", &lines).is_err());
    }
}
