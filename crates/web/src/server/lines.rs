//! Connections: how many there may be, what each is waiting for, and which goes when there are too many.
//!
//! A connection on which nothing happens is worth nothing: when its network, or everybody together, has as many as there may
//! be, the one that was quiet longest makes room for a new one. One that answers is never closed for that.

use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::Instant;

/// How many connections there may be, and how long each may be quiet.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Of one network at once; behind a proxy every connection comes from the proxy, and only the whole counts.
    pub per_network: usize,
    /// How long a request's headers may take.
    pub headers: Duration,
    /// How long a connection may lie idle between requests.
    pub idle: Duration,
    /// How long somebody may read nothing of an answer that is being sent.
    pub stalled: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            per_network: 2048,
            headers: Duration::from_secs(15),
            // Longer than proxies keep theirs, so that none sends into one that is just being closed.
            idle: Duration::from_secs(75),
            stalled: Duration::from_secs(60),
        }
    }
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing: no request has begun.
    Idle,
    /// The headers of a request have begun to come.
    Heading,
    /// A request is answered.
    Busy,
}

#[derive(Debug)]
struct Seen {
    phase: Phase,
    since: Instant,
    /// Since when nothing of the answer is taken.
    stalled: Option<Instant>,
    /// It was told to go.
    going: bool,
}

/// One connection, as its task, its requests and [`Lines`] see it.
#[derive(Debug)]
pub(super) struct Connection {
    network: String,
    seen: Mutex<Seen>,
    /// Told when it shall go.
    pub(super) told: Notify,
}

impl Connection {
    fn with<T>(&self, work: impl FnOnce(&mut Seen) -> T) -> T {
        work(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn enter(&self, phase: Phase) {
        self.with(|seen| {
            seen.phase = phase;
            seen.since = Instant::now();
        });
    }

    /// Whether a request is being answered.
    pub(super) fn is_busy(&self) -> bool {
        self.with(|seen| seen.phase == Phase::Busy)
    }

    /// When it is over unless something happens.
    fn ends(&self, limits: &Limits) -> Option<Instant> {
        self.with(|seen| match seen.phase {
            Phase::Idle => Some(seen.since + limits.idle),
            Phase::Heading => Some(seen.since + limits.headers),
            Phase::Busy => None,
        })
    }

    /// Ready when nothing was heard or taken for longer than there may be.
    pub(super) async fn over(&self, limits: &Limits) {
        loop {
            let now = Instant::now();
            let stalls = self.with(|seen| seen.stalled).map(|since| since + limits.stalled);
            let ends = [self.ends(limits), stalls].into_iter().flatten().min();
            if ends.is_some_and(|ends| ends <= now) {
                return;
            }
            // What it does may change meanwhile: looked at again at least as often as headers may take.
            let look = now + limits.headers.max(Duration::from_millis(10));
            tokio::time::sleep_until(ends.map_or(look, |ends| ends.min(look))).await;
        }
    }

    /// A request has come whole; until its answer is sent the connection is busy.
    pub(super) fn begins(self: &Arc<Self>) -> Answering {
        self.enter(Phase::Busy);
        Answering(Arc::clone(self))
    }

    fn read(&self) {
        self.with(|seen| {
            if seen.phase == Phase::Idle {
                seen.phase = Phase::Heading;
                seen.since = Instant::now();
            }
        });
    }

    fn wrote(&self, taken: bool) {
        self.with(|seen| match taken {
            true => seen.stalled = None,
            false => _ = seen.stalled.get_or_insert_with(Instant::now),
        });
    }
}

/// While this is there, its connection is busy.
#[derive(Debug)]
pub(super) struct Answering(Arc<Connection>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.enter(Phase::Idle);
    }
}

/// The body of an answer, and what is held until it was sent.
pub(super) struct Held<T> {
    /// The body.
    pub(super) body: Body,
    /// What lets go when this goes: a busy connection, a place.
    #[expect(dead_code, reason = "it is there to be dropped")]
    pub(super) held: T,
}

impl<T: Unpin> HttpBody for Held<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream that tells its line what it does.
pub(super) struct Watched<S> {
    /// The stream.
    pub(super) stream: S,
    /// Its line.
    pub(super) line: Arc<Connection>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.line.read();
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.line.wrote(polled.is_ready());
        polled
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.line.wrote(polled.is_ready());
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// All connections.
#[derive(Debug)]
pub(super) struct Lines {
    limits: Limits,
    open: Mutex<HashMap<String, Vec<Arc<Connection>>>>,
}

/// A connection that is counted while this is there.
#[derive(Debug)]
pub(super) struct Open {
    lines: Arc<Lines>,
    /// The connection.
    pub(super) line: Arc<Connection>,
}

/// The one of these that was quiet longest, told to go; false when all of them are busy.
fn dismiss<'a>(lines: impl Iterator<Item = &'a Arc<Connection>>) -> bool {
    let quiet = lines.filter_map(|line| {
        line.with(|seen| (seen.phase != Phase::Busy && !seen.going).then_some((seen.since, line)))
    });
    let Some((_, line)) = quiet.min_by_key(|(since, _)| *since) else { return false };
    line.with(|seen| seen.going = true);
    line.told.notify_one();
    true
}

fn staying(lines: &[Arc<Connection>]) -> usize {
    lines.iter().filter(|line| !line.with(|seen| seen.going)).count()
}

impl Lines {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, open: Mutex::default() })
    }

    /// Takes a new connection in, where one that is quiet makes room if there is none; `None` when all are busy.
    pub(super) fn admit(self: &Arc<Self>, network: String) -> Option<Open> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.get(&network).map_or(&[][..], Vec::as_slice);
        // Those that were told to go and are not gone yet count no more; they are looked for only where it matters.
        let most = self.limits.per_network;
        if own.len() >= most && staying(own) >= most && !dismiss(own.iter()) {
            return None;
        }
        let most = self.limits.connections;
        let all: usize = open.values().map(Vec::len).sum();
        if all >= most && open.values().map(|lines| staying(lines)).sum::<usize>() >= most {
            // Whoever has most gives first.
            let mut networks: Vec<&Vec<Arc<Connection>>> = open.values().collect();
            networks.sort_by_key(|lines| std::cmp::Reverse(staying(lines)));
            if !networks.into_iter().any(|lines| dismiss(lines.iter())) {
                return None;
            }
        }
        let seen = Seen { phase: Phase::Idle, since: Instant::now(), stalled: None, going: false };
        let line =
            Arc::new(Connection { network: network.clone(), seen: Mutex::new(seen), told: Notify::new() });
        open.entry(network).or_default().push(Arc::clone(&line));
        Some(Open { lines: Arc::clone(self), line })
    }

    /// Tells the connection that was quiet longest to go: there are no more open files.
    pub(super) fn make_room(&self) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        dismiss(open.values().flatten());
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut open = self.lines.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.line.network) {
            own.retain(|line| !Arc::ptr_eq(line, &self.line));
            if own.is_empty() {
                open.remove(&self.line.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(connections: usize, per_network: usize) -> Arc<Lines> {
        Lines::new(Limits { connections, per_network, ..Limits::default() })
    }

    fn goes(open: &Open) -> bool {
        open.line.with(|seen| seen.going)
    }

    #[tokio::test]
    async fn the_quietest_of_a_network_makes_room() {
        let lines = lines(10, 2);
        let [first, second] = [(); 2].map(|()| lines.admit("a".to_owned()).unwrap());
        let answering = first.line.begins();
        let third = lines.admit("a".to_owned()).unwrap();
        assert!(!goes(&first) && goes(&second) && !goes(&third), "what answers stays");
        let others = third.line.begins();
        assert!(lines.admit("a".to_owned()).is_none(), "all of them answer");
        assert!(lines.admit("b".to_owned()).is_some(), "another network has its own");
        drop((answering, others));
        assert!(lines.admit("a".to_owned()).is_some());
        assert!(goes(&first) || goes(&third));
    }

    #[tokio::test]
    async fn an_answer_that_nobody_reads_is_over() {
        let short = Duration::from_millis(10);
        let limits = Limits { headers: short, idle: short, stalled: short, ..Limits::default() };
        let open = Lines::new(limits).admit("a".to_owned()).unwrap();
        let answering = open.line.begins();
        open.line.wrote(false);
        open.line.wrote(true);
        assert!(tokio::time::timeout(5 * short, open.line.over(&limits)).await.is_err(), "it is being read");
        open.line.wrote(false);
        let long = Duration::from_secs(60);
        tokio::time::timeout(long, open.line.over(&limits)).await.unwrap();
        drop(answering);
        open.line.wrote(true);
        tokio::time::timeout(long, open.line.over(&limits)).await.unwrap();
    }

    #[tokio::test]
    async fn whoever_has_most_gives_first() {
        let lines = lines(3, 3);
        let many = [(); 2].map(|()| lines.admit("a".to_owned()).unwrap());
        let one = lines.admit("b".to_owned()).unwrap();
        let new = lines.admit("c".to_owned()).unwrap();
        assert!(goes(&many[0]) && !goes(&many[1]) && !goes(&one) && !goes(&new));
        drop((many, one, new));
        assert!(lines.open.lock().unwrap().is_empty());
    }
}
