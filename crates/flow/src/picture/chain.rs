//! The value-chain map: units as suppliers and customers of each other, and where the chain waits.

use super::{
    Cell, Frame, Picture, Table, Target, Word, inside,
    net::{Edge, Node, draw},
    plot::nothing,
};
use crate::{
    log::{Log, Name},
    pairs::Pair,
};

/// What one unit asks of another, with what the caller knows of it. Money and minutes are texts: how they are written is the caller's.
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    /// The pair.
    pub pair: Pair,
    /// What was paid, if anything.
    pub money: Option<String>,
    /// The customer's minutes, if they were measured.
    pub minutes: Option<String>,
    /// What stands beside the arrow: requests, money or minutes.
    pub label: String,
    /// The same as a number: how thick the arrow is, in any unit; the heaviest is the thickest. What has none is not drawn.
    pub weight: f64,
}

/// The most arrows that are drawn: a dozen can be followed by eye. The table has all.
const ARROWS: usize = 12;

/// How many pairs [`chain`] draws: the heaviest of those between two known units.
#[must_use]
pub fn chain_drawn(supplies: &[Supply]) -> usize {
    supplies.iter().filter(|one| between(one)).count().min(ARROWS)
}

/// Whether a pair is two units, both known, with something between them.
fn between(supply: &Supply) -> bool {
    let pair = &supply.pair;
    pair.customer.given() && pair.unit.given() && pair.customer != pair.unit && supply.weight > 0.0
}

/// The map of who asks whom. An arrow goes from the customer to the provider; a broken one waits longer than it is worked on, and says
/// for whom. The heaviest are drawn, see [`chain_drawn`]. Pairs without a customer or a provider, and a unit with itself, are in the table alone.
#[must_use]
pub fn chain(log: &Log, supplies: &[Supply], frame: &Frame<'_>) -> Picture {
    let words = frame.words;
    let label = |unit: Name| words.label(log.names.text(unit));
    let mut heavy: Vec<&Supply> = supplies.iter().filter(|one| between(one)).collect();
    heavy.sort_by(|one, other| {
        let names = |supply: &Supply| (supply.pair.customer, supply.pair.unit);
        other.weight.total_cmp(&one.weight).then_with(|| names(one).cmp(&names(other)))
    });
    let mut units: Vec<Name> = Vec::new();
    let mut edges = Vec::new();
    let most = heavy.first().map_or(0.0, |supply| supply.weight);
    for supply in heavy.into_iter().take(ARROWS) {
        let pair = &supply.pair;
        let mut place = |unit: Name| {
            units.iter().position(|known| *known == unit).unwrap_or_else(|| {
                units.push(unit);
                units.len() - 1
            })
        };
        let (from, to) = (place(pair.customer), place(pair.unit));
        let waits = pair.spent.waiting() > pair.spent.touch();
        let waits_for = pair.waits_for().map(|meaning| words.meaning(meaning));
        let mut told = vec![words.requests(pair.requests())];
        told.extend(supply.money.clone());
        told.extend(supply.minutes.as_ref().map(|minutes| inside(words, Word::Minutes, minutes)));
        told.extend(pair.lead.map(|lead| inside(words, Word::MedianTime, &words.span(lead.median))));
        told.extend(waits_for.as_ref().map(|whom| inside(words, Word::WaitsFor, whom)));
        edges.push(Edge {
            from,
            to,
            weight: supply.weight.max(1e-9),
            thick: if most > 0.0 { (supply.weight / most).max(0.0).sqrt() } else { 0.0 },
            lines: [Some(supply.label.clone()), waits_for.filter(|_| waits)].into_iter().flatten().collect(),
            class: if waits { "waits" } else { "" },
            told: format!("{} → {}: {}", label(pair.customer), label(pair.unit), told.join(", ")),
            href: (frame.link)(Target::Pair(pair.customer, pair.unit)),
            drawn: true,
        });
    }
    let requests = |unit: Name, mine: fn(&Pair) -> Name| {
        supplies.iter().filter(|one| mine(&one.pair) == unit).map(|one| one.pair.requests()).sum::<u64>()
    };
    let nodes: Vec<Node> = (units.iter())
        .map(|&unit| {
            let asked = requests(unit, |pair| pair.customer);
            let served = requests(unit, |pair| pair.unit);
            let role = |word, count| (count > 0).then(|| inside(words, word, &words.count(count)));
            let roles: Vec<String> =
                [role(Word::Customer, asked), role(Word::Provider, served)].into_iter().flatten().collect();
            Node {
                label: label(unit),
                line: format!("→ {} · ← {}", words.count(asked), words.count(served)),
                class: "unit",
                told: format!("{}: {}", label(unit), roles.join(", ")),
                href: (frame.link)(Target::Unit(unit)),
            }
        })
        .collect();
    let Some(described) = edges.first().map(|edge| edge.told.clone()) else {
        return nothing(frame, table(log, supplies, frame));
    };
    Picture {
        svg: draw(
            &nodes,
            &vec![true; nodes.len()],
            &edges,
            (frame.id, frame.title, &described),
            "pic-map pic-chain",
        ),
        narrow: None,
        table: table(log, supplies, frame),
    }
}

fn table(log: &Log, supplies: &[Supply], frame: &Frame<'_>) -> Table {
    let words = frame.words;
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    let label = |unit: Name| Cell::Text(words.label(log.names.text(unit)));
    let heads = [
        Word::Customer,
        Word::Provider,
        Word::Requests,
        Word::Open,
        Word::Money,
        Word::Minutes,
        Word::MedianTime,
        Word::P85,
        Word::WaitsFor,
    ];
    let row = |supply: &Supply| {
        let pair = &supply.pair;
        vec![
            label(pair.customer),
            label(pair.unit),
            Cell::Count(pair.requests()),
            Cell::Count(pair.open),
            text(supply.money.clone()),
            text(supply.minutes.clone()),
            pair.lead.map_or(Cell::Empty, |lead| Cell::Hours(lead.median)),
            pair.lead.map_or(Cell::Empty, |lead| Cell::Hours(lead.p85)),
            text(pair.waits_for().map(|meaning| words.meaning(meaning))),
        ]
    };
    let target = |supply: &Supply| {
        let (customer, unit) = (supply.pair.customer, supply.pair.unit);
        (customer.given() && unit.given()).then_some(Target::Pair(customer, unit))
    };
    Table {
        head: heads.map(|word| words.word(word)).to_vec(),
        rows: supplies.iter().map(row).collect(),
        targets: supplies.iter().map(target).collect(),
    }
}
