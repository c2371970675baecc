//! The history that goes out in a file: what a reader may take along, and nothing of the rest.

use std::collections::HashMap;

use flow::log::{Log, Name, NewCase, Step};

use super::read::{Flow, case};

/// The places of a flow that its reader may take along.
pub fn taken(flow: &Flow, places: &[u32]) -> Vec<u32> {
    let cases = flow.log.cases();
    let free =
        |place: &u32| cases.get(*place as usize).is_some_and(|one| !flow.withheld.contains(&case(one.id)));
    places.iter().copied().filter(free).collect()
}

/// The log that goes out: the requests at these places, the oldest first, without any name that belongs to others alone. Two systems may
/// count alike: where a number occurs twice, the end of the id follows it, as files need numbers that differ.
pub fn history(flow: &Flow, places: &[u32]) -> Log {
    let old = &flow.log;
    let mut cases: Vec<_> = places.iter().filter_map(|place| old.cases().get(*place as usize)).collect();
    cases.sort_by_key(|one| (one.opened, one.id));
    let mut times: HashMap<&str, u32> = HashMap::with_capacity(cases.len());
    for one in &cases {
        *times.entry(&one.key).or_default() += 1;
    }
    let mut log = Log::default();
    let mut names: HashMap<Name, Name> = HashMap::new();
    for one in &cases {
        let mut name = |log: &mut Log, name: Name| {
            *names.entry(name).or_insert_with(|| log.names.intern(old.names.text(name)))
        };
        let steps: Vec<Step> = old
            .steps(one)
            .iter()
            .map(|step| Step {
                activity: name(&mut log, step.activity),
                team: name(&mut log, step.team),
                person: name(&mut log, step.person),
                at: step.at,
            })
            .collect();
        for (step, was) in steps.iter().zip(old.steps(one).activity) {
            log.mean(step.activity, old.meaning(*was));
        }
        let key = match times.get(&*one.key) {
            Some(2..) => format!("{} #{:08x}", one.key, one.id & 0xffff_ffff).into(),
            _ => one.key.clone(),
        };
        let new = NewCase {
            id: one.id,
            key,
            opened: one.opened,
            solved: one.solved,
            closed: one.closed,
            answered: one.answered,
            promise_kept: one.promise_kept,
            service: name(&mut log, one.service),
            unit: name(&mut log, one.unit),
            customer: name(&mut log, one.customer),
            priority: name(&mut log, one.priority),
        };
        log.push(new, steps);
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_and_nothing_of_the_others_is_left() {
        let mut flow = Flow::default();
        let [state, team, other] =
            ["new", "Team", "Nobody's business"].map(|text| flow.log.names.intern(text));
        for (id, key, opened, team) in
            [(1, "7", 30, team), (2, "7", 20, team), (3, "8", 10, other), (4, "9", 5, team)]
        {
            let new = NewCase { id, key: key.into(), opened, ..NewCase::default() };
            flow.log.push(new, [Step { activity: state, team, person: Name::NONE, at: opened }]);
        }
        flow.withheld.insert(case(3));
        let places = taken(&flow, &[0, 1, 2, 3, 77]);
        assert_eq!(places, [0, 1, 3]);
        let log = history(&flow, &places);
        let keys: Vec<&str> = log.cases().iter().map(|one| &*one.key).collect();
        assert_eq!(keys, ["9", "7 #00000002", "7 #00000001"]);
        assert_eq!((log.events(), log.names.find("Nobody's business")), (3, None));
        assert_eq!(log.names.text(log.steps(&log.cases()[0]).team[0]), "Team");
    }
}
