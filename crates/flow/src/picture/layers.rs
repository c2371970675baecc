//! Layout in layers: who comes before stands above. The same graph always gets the same layout, to the last place, which is why it is
//! written here: common implementations walk through hash tables whose order changes from run to run.
//!
//! After K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", IEEE Transactions on
//! Systems, Man, and Cybernetics 11 (1981): order without cycles, layers, order inside the layers.

/// An arrow: from, to, weight. Loops are passed over.
pub(super) type Arrow = (usize, usize, f64);

/// The nodes `0..count` in layers, from the top; each layer from left to right.
pub(super) fn layers(count: usize, arrows: &[Arrow]) -> Vec<Vec<usize>> {
    let arrows: Vec<Arrow> =
        arrows.iter().copied().filter(|&(from, to, _)| from != to && from < count && to < count).collect();
    let place = places(&order(count, &arrows));
    let mut layers = assign(count, &arrows, &place);
    for round in 0..16 {
        sweep(&mut layers, count, &arrows, round % 2 == 0);
    }
    layers
}

/// All nodes in a row such that little weight points back: P. Eades, X. Lin, W. F. Smyth, "A fast and effective heuristic for the
/// feedback arc set problem", Information Processing Letters 47 (1993), with weights. Of equals, the lower number.
fn order(count: usize, arrows: &[Arrow]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..count).collect();
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let alive = |node: usize| left.contains(&node);
        let (mut out, mut into) = (vec![0.0; count], vec![0.0; count]);
        for &(from, to, weight) in arrows.iter().filter(|&&(from, to, _)| alive(from) && alive(to)) {
            out[from] += weight;
            into[to] += weight;
        }
        let sink = left.iter().rposition(|&node| out[node] <= 0.0 && into[node] > 0.0);
        let source = left.iter().position(|&node| into[node] <= 0.0);
        if let Some(sink) = sink {
            tail.push(left.remove(sink));
        } else if let Some(source) = source {
            head.push(left.remove(source));
        } else {
            let mut best = 0;
            for (place, &node) in left.iter().enumerate() {
                if out[node] - into[node] > out[left[best]] - into[left[best]] {
                    best = place;
                }
            }
            head.push(left.remove(best));
        }
    }
    head.extend(tail.into_iter().rev());
    head
}

fn places(order: &[usize]) -> Vec<usize> {
    let mut place = vec![0; order.len()];
    for (n, &node) in order.iter().enumerate() {
        place[node] = n;
    }
    place
}

/// A node stands below its forerunner on the backbone: of the arrows that point forward, the heaviest into each node and the heaviest
/// out of each. Counting every arrow would pull a well-connected graph into a single file.
fn assign(count: usize, arrows: &[Arrow], place: &[usize]) -> Vec<Vec<usize>> {
    let forward = || arrows.iter().filter(|&&(from, to, _)| place[from] < place[to]);
    let mut heaviest_in: Vec<Option<Arrow>> = vec![None; count];
    let mut heaviest_out: Vec<Option<Arrow>> = vec![None; count];
    for &arrow in forward() {
        for slot in [&mut heaviest_in[arrow.1], &mut heaviest_out[arrow.0]] {
            if slot.is_none_or(|known| arrow.2 > known.2) {
                *slot = Some(arrow);
            }
        }
    }
    let mut backbone: Vec<Arrow> = heaviest_in.into_iter().chain(heaviest_out).flatten().collect();
    backbone.sort_by_key(|&(from, to, _)| (place[from], place[to]));
    let mut layer = vec![0; count];
    // The arrows lie in the order of their beginnings, whose layer is therefore known.
    for (from, to, _) in backbone {
        layer[to] = layer[to].max(layer[from] + 1);
    }
    let mut layers = vec![Vec::new(); layer.iter().max().map_or(0, |most| most + 1)];
    let mut nodes: Vec<usize> = (0..count).collect();
    nodes.sort_by_key(|&node| place[node]);
    for node in nodes {
        layers[layer[node]].push(node);
    }
    layers
}

/// Puts each node of a layer near the weighted middle of those it is tied to in the layers above (or below). One without ties stays.
fn sweep(layers: &mut [Vec<usize>], count: usize, arrows: &[Arrow], down: bool) {
    let mut at = vec![(0, 0.0); count];
    for (depth, layer) in layers.iter().enumerate() {
        for (n, &node) in layer.iter().enumerate() {
            at[node] = (depth, n as f64 - (layer.len() as f64 - 1.0) / 2.0);
        }
    }
    let depths: Vec<usize> =
        if down { (0..layers.len()).collect() } else { (0..layers.len()).rev().collect() };
    for depth in depths {
        let layer = &mut layers[depth];
        let middle = |node: usize| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for &(from, to, by) in arrows {
                let other = if from == node {
                    to
                } else if to == node {
                    from
                } else {
                    continue;
                };
                if (down && at[other].0 < depth) || (!down && at[other].0 > depth) {
                    sum += at[other].1 * by;
                    weight += by;
                }
            }
            if weight > 0.0 { sum / weight } else { at[node].1 }
        };
        let mut sorted: Vec<(f64, usize)> = layer.iter().map(|&node| (middle(node), node)).collect();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        *layer = sorted.into_iter().map(|(_, node)| node).collect();
        let half = (layer.len() as f64 - 1.0) / 2.0;
        for (n, &node) in layer.iter().enumerate() {
            at[node].1 = n as f64 - half;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_chain_stands_in_a_column() {
        let found = layers(4, &[(2, 0, 5.0), (0, 3, 5.0), (3, 1, 5.0), (1, 0, 1.0)]);
        assert_eq!(found, [[2], [0], [3], [1]]);
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(layers(0, &[]).is_empty());
        assert_eq!(layers(2, &[]), [[0, 1]]);
    }

    proptest! {
        #[test]
        fn every_node_stands_once(
            arrows in prop::collection::vec((0_usize..12, 0_usize..12, 1_u32..100), 0..60),
        ) {
            let arrows: Vec<Arrow> = arrows.into_iter().map(|(from, to, by)| (from, to, f64::from(by))).collect();
            let found = layers(12, &arrows);
            let mut all: Vec<usize> = found.iter().flatten().copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..12).collect::<Vec<_>>());
            prop_assert!(found.iter().all(|layer| !layer.is_empty()));
            prop_assert_eq!(found, layers(12, &arrows));
        }
    }
}
