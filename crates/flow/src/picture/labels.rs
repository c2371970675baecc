//! Where the labels of arrows find room.

use super::{
    net::Edge,
    routes::{Route, Spot},
};

/// A rectangle that is taken.
#[derive(Clone, Copy)]
pub(super) struct Area {
    middle: (f64, f64),
    size: (f64, f64),
}

impl Area {
    pub(super) fn around(spot: Spot, size: (f64, f64)) -> Self {
        Self { middle: (spot.x, spot.y), size }
    }

    fn meets(&self, other: &Self) -> bool {
        (self.middle.0 - other.middle.0).abs() < (self.size.0 + other.size.0) / 2.0
            && (self.middle.1 - other.middle.1).abs() < (self.size.1 + other.size.1) / 2.0
    }
}

/// Where each label stands: the heaviest arrows choose first, and no label covers another or a box. An arrow whose label finds no room
/// keeps it for those who point at it, reach it by keyboard or hear it.
pub(super) fn labels(edges: &[&Edge], routes: &[Route], mut taken: Vec<Area>) -> Vec<Option<(f64, f64)>> {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|&one, &other| edges[other].weight.total_cmp(&edges[one].weight).then(one.cmp(&other)));
    let mut found = vec![None; edges.len()];
    for n in order {
        let longest = edges[n].lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let size = (7.4 * longest as f64 + 4.0, 15.0 * edges[n].lines.len() as f64);
        let free = routes[n]
            .spots
            .iter()
            .map(|&middle| Area { middle, size })
            .find(|area| !taken.iter().any(|other| other.meets(area)));
        if let Some(area) = free {
            taken.push(area);
            found[n] = Some(area.middle);
        }
    }
    found
}
