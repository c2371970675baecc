//! Reading stories: headers and the first lines of steps.

use domain::localized::Language;

use super::{Step, Story, What, body};
use crate::error::Fault;
use crate::when::{When, clock};

/// What a line says that cannot be read.
pub(super) type Read<T> = Result<T, String>;

/// Reads a file of stories.
pub(crate) fn parse(file: &str, text: &str) -> Result<Vec<Story>, Fault> {
    let mut stories: Vec<Story> = Vec::new();
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end())).peekable();
    while let Some((at, line)) = lines.next() {
        let fault = |problem: String| Fault { file: file.to_owned(), line: at, problem };
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(header) = line.strip_prefix("== ") {
            stories.push(story(header).map_err(fault)?);
            continue;
        }
        let mut said = Vec::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| line.starts_with("  ")) {
            said.push(line.trim());
        }
        let story = stories.last_mut().ok_or_else(|| fault("a step before any story".to_owned()))?;
        story.steps.push(step(at, line, &said).map_err(fault)?);
    }
    Ok(stories)
}

/// Reads what follows `== `.
fn story(header: &str) -> Read<Story> {
    let mut words = header.split(' ');
    let key = words.next().unwrap_or_default().to_owned();
    let mut story = Story { key, language: Language::Ru, number: None, parent: None, steps: Vec::new() };
    while let Some(word) = words.next() {
        match word {
            "en" => story.language = Language::En,
            "of" => story.parent = Some((next(&mut words, "a story")?.to_owned(), None)),
            "line" => {
                let line = number(next(&mut words, "a line")?)?;
                story.parent.as_mut().ok_or("a line of no story")?.1 = Some(line);
            }
            _ => {
                let digits = word.strip_prefix('№').ok_or_else(|| format!("unknown word {word:?}"))?;
                story.number = Some(number(digits)?);
            }
        }
    }
    Ok(story)
}

/// Reads `when who verb …` and what was said.
fn step(line: usize, head: &str, said: &[&str]) -> Read<Step> {
    let (head, minutes) = match head.rsplit_once(" (") {
        Some((head, minutes)) => {
            let minutes = minutes.strip_suffix(" min)").ok_or("minutes are written (4 min)")?;
            (head, Some(number(minutes)?))
        }
        None => (head, None),
    };
    let words: Vec<&str> = head.split(' ').collect();
    // `~40` is one word, `-5 10:41` two.
    let of_time = if head.starts_with('~') { 1 } else { 2 };
    let [who, verb, rest @ ..] = words.get(of_time..).unwrap_or_default() else {
        return Err("a step is: when who verb".to_owned());
    };
    let at = words[..of_time].join(" ");
    let at = When::parse(&at).ok_or_else(|| format!("{at:?} is no moment"))?;
    Ok(Step { line, at, who: (*who).to_owned(), minutes, what: what(verb, rest, said)? })
}

fn what(verb: &str, rest: &[&str], said: &[&str]) -> Read<What> {
    let one = || match rest {
        [word] => Ok((*word).to_owned()),
        _ => Err(format!("{verb} takes one word")),
    };
    let text = || body::text(said);
    Ok(match verb {
        "asks" => What::Ask { to: one()?, said: body::said(said)?.0 },
        "claims" => What::Claim,
        "assigns" => What::Assign(one()?),
        "passes" => pass(rest, text()?)?,
        "says" => What::Say(body::said(said)?.0),
        "questions" => What::Question(text()?),
        "interviews" => match rest {
            ["at", at, minutes, "min"] => {
                let (notes, quotes) = body::interview(said)?;
                let at = clock(at).ok_or_else(|| format!("{at:?} is no time"))?;
                What::Interview { at, minutes: number(minutes)?, notes, quotes }
            }
            _ => return Err("interviews at 11:00 22 min".to_owned()),
        },
        "briefs" => What::Brief(body::brief(&one()?, said)?),
        "confirms" => What::Confirm,
        "corrects" => What::Correct(text()?),
        "invites" => What::Invite(one()?),
        "shares" => match rest {
            [unit, days] => What::Share { unit: (*unit).to_owned(), days: number(days)? },
            _ => return Err("shares integra 14".to_owned()),
        },
        "tells" => What::Tell { unit: one()?, text: text()? },
        "declines" => What::Decline(text()?),
        "offers" => What::Offer(body::offer(said)?),
        "withdraws" => What::Withdraw(text()?),
        "chooses" => What::Choose { unit: one()?, reason: text()? },
        "refuses" => What::Refuse(text()?),
        "plans" => What::Plan(body::marked(said, "- ")?),
        "finishes" => What::Finish(number(&one()?)?),
        "logs" => match rest {
            [minutes, "min"] => What::Log { minutes: number(minutes)?, task: None },
            [minutes, "min", task] => What::Log { minutes: number(minutes)?, task: Some(number(task)?) },
            _ => return Err("logs 90 min, perhaps with the place of a task".to_owned()),
        },
        "delivers" => {
            let (said, actuals) = body::said(said)?;
            What::Deliver { said, actuals }
        }
        "accepts" => What::Judge(Vec::new()),
        "judges" => What::Judge(body::placed(said)?),
        "disputes" => What::Dispute(text()?),
        "resolves" => What::Resolve(body::resolution(rest)?, text()?),
        "reviews" => body::review(rest, said)?,
        "reopens" => What::Reopen(text()?),
        "cancels" => What::Cancel(text()?),
        "adds" => What::Add(one()?),
        "entrusts" => What::Entrust(one()?),
        _ => return Err(format!("unknown verb {verb:?}")),
    })
}

/// `passes UNIT`, `with history`, `service CODE`.
fn pass(rest: &[&str], note: String) -> Read<What> {
    let (to, mut rest) = rest.split_first().ok_or("passes to a unit")?;
    let (mut history, mut service) = (false, None);
    loop {
        rest = match rest {
            [] => break,
            ["with", "history", rest @ ..] => {
                history = true;
                rest
            }
            ["service", code, rest @ ..] => {
                service = Some((*code).to_owned());
                rest
            }
            _ => return Err("passes UNIT with history service CODE".to_owned()),
        };
    }
    Ok(What::Pass { to: (*to).to_owned(), service, history, note })
}

fn next<'a>(words: &mut impl Iterator<Item = &'a str>, what: &str) -> Read<&'a str> {
    words.next().ok_or_else(|| format!("{what} is missing"))
}

/// A whole number.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Read<T> {
    text.parse().map_err(|_| format!("{text:?} is no number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_read() {
        let text = "# comment\n== field №1482\n-5 10:12 anna asks crm (4 min)\n  First line.\n  Second.\n\n\
                    == legal en of field line 2\n~40 ilya logs 90 min 2\n";
        let stories = parse("test", text).unwrap();
        assert_eq!(stories.len(), 2);
        assert_eq!(stories[0].number, Some(1482));
        let step = &stories[0].steps[0];
        assert_eq!((step.line, step.who.as_str(), step.minutes), (3, "anna", Some(4)));
        assert!(
            matches!(&step.what, What::Ask { to, said } if to == "crm" && said.text == "First line.\nSecond.")
        );
        assert_eq!(stories[1].parent, Some(("field".to_owned(), Some(2))));
        assert_eq!(stories[1].language, Language::En);
        assert_eq!(stories[1].steps[0].what, What::Log { minutes: 90, task: Some(2) });
    }

    #[test]
    fn faults_name_their_line() {
        for (text, line, problem) in [
            ("-5 10:00 anna claims", 1, "a step before any story"),
            ("== a\n-5 10:00 anna dances", 2, "unknown verb \"dances\""),
            ("== a\n\n5 10-00 anna claims", 3, "\"5 10-00\" is no moment"),
            ("== a\n-5 10:00 anna says", 2, "nothing is said"),
            ("== a loud", 1, "unknown word \"loud\""),
        ] {
            let fault = parse("test", text).unwrap_err();
            assert_eq!((fault.line, fault.problem.as_str()), (line, problem), "{text}");
        }
    }
}
