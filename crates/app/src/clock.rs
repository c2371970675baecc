//! Whether the machine's clock may be believed. A clock that is years ahead for a second would end what waits for good, so what the
//! product does by itself stands still across a jump until the jump has lasted, or somebody says that it is right.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Instant;

/// A clock may run ahead of the steady one by so much, in seconds: less than anything waits for.
const DAY: i64 = 86_400;
/// How long a jump must last to be believed.
pub const LASTS: Duration = Duration::from_secs(600);

/// A jump that is not believed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// What the time should be.
    pub from: Instant,
    /// What the clock says.
    pub to: Instant,
    /// How much longer it must last.
    pub left: Duration,
}

#[derive(Debug, Default)]
struct State {
    /// The last believed reading, with the steady clock's.
    believed: Option<(Instant, Duration)>,
    /// When the jump began, by the steady clock, and what was read last.
    jump: Option<(Duration, Jump)>,
}

/// Watches the clock beside a steady one, which never jumps and says nothing of the day.
#[derive(Debug, Default)]
pub struct Watch {
    state: Mutex<State>,
}

impl Watch {
    /// Begins with the last moment at which the product is known to have worked, when there is one.
    pub fn begin(&self, worked: Option<Instant>, steady: Duration) {
        self.lock().believed = worked.map(|worked| (worked, steady));
    }

    /// Takes a reading of both clocks; true when what is due may be done.
    pub fn observe(&self, now: Instant, steady: Duration) -> bool {
        let mut state = self.lock();
        let Some((last, then)) = state.believed else {
            state.believed = Some((now, steady));
            return true;
        };
        let passed = i64::try_from(steady.saturating_sub(then).as_secs()).unwrap_or(i64::MAX);
        let from = last.plus_seconds(passed);
        let since = state.jump.map_or(steady, |(since, _)| since);
        let lasted = steady.saturating_sub(since);
        if now.seconds_since(from) <= DAY || lasted >= LASTS {
            *state = State { believed: Some((now, steady)), jump: None };
            return true;
        }
        state.jump = Some((since, Jump { from, to: now, left: LASTS.saturating_sub(lasted) }));
        false
    }

    /// The jump across which nothing is done by itself, if there is one.
    pub fn jump(&self) -> Option<Jump> {
        self.lock().jump.map(|(_, jump)| jump)
    }

    /// Somebody says that the clock is right: the next reading is believed.
    pub fn confirm(&self) {
        *self.lock() = State::default();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: i64 = 365 * DAY;

    fn at(second: i64) -> Instant {
        Instant::from_millis((1_800_000_000 + second) * 1000)
    }

    fn steady(second: u64) -> Duration {
        Duration::from_secs(1_000 + second)
    }

    #[test]
    fn a_clock_that_is_years_ahead_for_a_second_does_nothing() {
        let watch = Watch::default();
        assert!(watch.observe(at(0), steady(0)));
        assert!(!watch.observe(at(1 + 3 * YEAR), steady(1)));
        let jump = watch.jump().expect("a jump");
        assert_eq!((jump.from, jump.to, jump.left), (at(1), at(1 + 3 * YEAR), LASTS));
        assert!(watch.observe(at(2), steady(2)), "it is back");
        assert_eq!(watch.jump(), None);
    }

    #[test]
    fn a_jump_that_lasts_ten_minutes_or_is_confirmed_is_believed() {
        let watch = Watch::default();
        watch.observe(at(0), steady(0));
        for second in [1, 300, 600] {
            assert!(!watch.observe(at(YEAR + second), steady(second.unsigned_abs())));
        }
        assert!(watch.observe(at(YEAR + 601), steady(601)));
        assert!(watch.observe(at(YEAR + 602), steady(602)), "from then on it is the time");
        assert!(!watch.observe(at(3 * YEAR), steady(603)));
        watch.confirm();
        assert!(watch.observe(at(3 * YEAR + 1), steady(604)));
    }

    #[test]
    fn a_jump_that_comes_and_goes_begins_anew() {
        let watch = Watch::default();
        watch.observe(at(0), steady(0));
        assert!(!watch.observe(at(YEAR), steady(1)));
        assert!(watch.observe(at(500), steady(500)));
        assert!(!watch.observe(at(YEAR), steady(601)), "another jump, a second old");
    }

    #[test]
    fn hours_and_steps_back_are_no_jumps() {
        let watch = Watch::default();
        watch.observe(at(0), steady(0));
        assert!(watch.observe(at(DAY), steady(1)));
        assert!(watch.observe(at(-YEAR), steady(2)), "nothing is due earlier than before");
        assert!(watch.observe(at(-YEAR + 1), steady(3)));
    }

    #[test]
    fn a_program_that_starts_in_another_year_waits_too() {
        let watch = Watch::default();
        watch.begin(Some(at(0)), steady(0));
        assert!(!watch.observe(at(YEAR), steady(0)));
        let fresh = Watch::default();
        fresh.begin(None, steady(0));
        assert!(fresh.observe(at(YEAR), steady(0)), "a company that never worked");
    }
}
