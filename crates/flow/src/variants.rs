//! Variants: the different ways that requests went, as sequences of states with repeats kept.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    filter::View,
    log::{Log, Name},
    quantile::share,
};

/// One way, and who went it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant<'a> {
    /// The states in their order, repeats kept.
    pub states: &'a [Name],
    /// How many requests went it.
    pub count: u64,
    /// The first of them, by its place in the log.
    pub first: u32,
}

/// The ways of a view, the most frequent first; of equals, that of the request which came first.
#[derive(Debug, Clone)]
pub struct Variants<'a> {
    /// The ways.
    pub list: Vec<Variant<'a>>,
    /// For each request of the view, in its order: its place in the log and the place of its way in `list`.
    of: Vec<(u32, u32)>,
}

impl Variants<'_> {
    /// How many requests there are.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.of.len() as u64
    }

    /// The share of the requests that went a way, 0 to 1.
    #[must_use]
    pub fn share(&self, variant: &Variant<'_>) -> f64 {
        share(variant.count, self.cases()).unwrap_or(0.0)
    }

    /// How many of the most frequent ways are needed for a share (0 to 1) of the requests.
    #[must_use]
    pub fn needed_for(&self, part: f64) -> usize {
        let wanted = part.clamp(0.0, 1.0) * self.cases() as f64;
        let mut reached = 0;
        self.list
            .iter()
            .take_while(|variant| {
                let enough = reached as f64 >= wanted;
                reached += variant.count;
                !enough
            })
            .count()
    }

    /// The requests that went the way at a place of `list`, by their places in the log.
    pub fn cases_of(&self, variant: usize) -> impl Iterator<Item = u32> + '_ {
        self.of.iter().filter(move |(_, of)| *of as usize == variant).map(|(place, _)| *place)
    }
}

/// The ways of the requests of a view.
#[must_use]
pub fn variants<'a>(view: &View<'a>) -> Variants<'a> {
    let log: &'a Log = view.log();
    let mut known: HashMap<&'a [Name], u32> = HashMap::new();
    let mut list: Vec<Variant<'a>> = Vec::new();
    let mut of = Vec::with_capacity(view.len());
    for &place in view.places() {
        let states = log.steps(&log.cases()[place as usize]).activity;
        let variant = match known.entry(states) {
            Entry::Occupied(there) => *there.get(),
            Entry::Vacant(free) => {
                list.push(Variant { states, count: 0, first: place });
                *free.insert(list.len() as u32 - 1)
            }
        };
        list[variant as usize].count += 1;
        of.push((place, variant));
    }
    let mut order: Vec<u32> = (0..list.len() as u32).collect();
    // A stable sort: equals stay in the order in which they were met.
    order.sort_by_key(|&variant| std::cmp::Reverse(list[variant as usize].count));
    let mut rank = vec![0; list.len()];
    for (new, &old) in order.iter().enumerate() {
        rank[old as usize] = new as u32;
    }
    for (_, variant) in &mut of {
        *variant = rank[*variant as usize];
    }
    Variants { list: order.iter().map(|&old| list[old as usize]).collect(), of }
}
