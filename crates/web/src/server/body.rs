//! Bodies as they come: not slower than they may, and without their time being counted as ours.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// How slowly a body may come.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long anybody is waited for, however little comes.
    pub grace: Duration,
    /// Bytes a second, on average, once that is over.
    pub rate: u32,
    /// How long a body without files may take in all.
    pub form: Duration,
    /// How long a body with files may take in all.
    pub files: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(10),
            rate: 1024,
            form: Duration::from_secs(60),
            files: Duration::from_secs(30 * 60),
        }
    }
}

/// What is known of a body while it comes.
#[derive(Debug)]
pub(crate) struct Coming {
    pace: Pace,
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Seen {
    bytes: u64,
    /// How long it was waited for, but for now.
    waited: Duration,
    /// Since when it is waited for.
    since: Option<Instant>,
    files: bool,
    slow: bool,
}

impl Coming {
    fn with<T>(&self, work: impl FnOnce(&mut Seen) -> T) -> T {
        work(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How long the sender was waited for until now.
    pub(crate) fn waited(&self) -> Duration {
        self.with(|seen| seen.waited + seen.since.map_or(Duration::ZERO, |since| since.elapsed()))
    }

    /// Whether it was given up because it came too slowly.
    pub(crate) fn was_slow(&self) -> bool {
        self.with(|seen| seen.slow)
    }

    /// It brings files and may take longer.
    pub(crate) fn brings_files(&self) {
        self.with(|seen| seen.files = true);
    }

    /// How many times longer than others its request may be worked on: files are kept meanwhile.
    pub(super) fn patience(&self) -> u32 {
        self.with(|seen| if seen.files { 4 } else { 1 })
    }

    fn came(&self, bytes: usize) {
        self.with(|seen| {
            seen.bytes += bytes as u64;
            if let Some(since) = seen.since.take() {
                seen.waited += since.elapsed();
            }
        });
    }

    /// Until when it is waited for.
    fn until(&self) -> Instant {
        self.with(|seen| {
            let now = *seen.since.get_or_insert_with(Instant::now);
            let earned = Duration::from_millis(seen.bytes * 1000 / u64::from(self.pace.rate.max(1)));
            let longest = if seen.files { self.pace.files } else { self.pace.form };
            now + (self.pace.grace + earned).min(longest).saturating_sub(seen.waited)
        })
    }
}

/// The body came too slowly.
#[derive(Debug)]
struct Slow;

impl fmt::Display for Slow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body came too slowly")
    }
}

impl std::error::Error for Slow {}

/// A body that is given up when it comes too slowly.
pub(super) struct Paced {
    body: Body,
    coming: Arc<Coming>,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    /// This body at this pace, and what is known of it.
    pub(super) fn new(body: Body, pace: Pace) -> (Self, Arc<Coming>) {
        let seen = Seen { bytes: 0, waited: Duration::ZERO, since: None, files: false, slow: false };
        let coming = Arc::new(Coming { pace, seen: Mutex::new(seen) });
        (Self { body, coming: Arc::clone(&coming), alarm: None }, coming)
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            let bytes = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref().map(Bytes::len));
            this.coming.came(bytes.unwrap_or(0));
            return Poll::Ready(frame);
        }
        let until = this.coming.until();
        let alarm = this.alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
        if alarm.deadline() != until {
            alarm.as_mut().reset(until);
        }
        std::task::ready!(alarm.as_mut().poll(cx));
        this.coming.with(|seen| seen.slow = true);
        Poll::Ready(Some(Err(axum::Error::new(Slow))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
