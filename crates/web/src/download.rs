//! Files that are sent piece by piece while they are read. Whoever reads slowly keeps a file open and a few pieces, no thread, no place of the
//! database.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

/// Bytes that are sent at once.
const PIECE: usize = 32 * 1024;

/// Pieces that wait for whoever reads slowly.
const WAITING: usize = 2;

/// What is read, and how.
type Reader = Box<dyn Read + Send>;

/// Pieces of a file as they come; an error breaks the download off, so that no half file looks whole.
struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx)
    }
}

/// Sends a file that `make` writes first. What `make` holds is let go before the first byte is sent.
pub(crate) fn made(make: impl FnOnce() -> io::Result<File> + Send + 'static) -> Body {
    opened(move || Ok(Box::new(make()?)))
}

/// Sends what `open` finds.
pub(crate) fn opened(open: impl FnOnce() -> io::Result<Reader> + Send + 'static) -> Body {
    let (put, kept) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        if let Err(error) = pass(open, &put).await {
            tracing::warn!(%error, "a file was not sent to its end");
            // Nobody may be listening any more.
            let _ = put.send(Err(error)).await;
        }
    });
    Body::from_stream(Pieces(kept))
}

async fn pass(
    open: impl FnOnce() -> io::Result<Reader> + Send + 'static,
    put: &mpsc::Sender<io::Result<Bytes>>,
) -> io::Result<()> {
    let mut from = spawn_blocking(open).await.map_err(io::Error::other)??;
    loop {
        let read = spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE);
            let read = from.by_ref().take(PIECE as u64).read_to_end(&mut piece);
            (from, read.map(|_| piece))
        });
        let (rest, piece) = read.await.map_err(io::Error::other)?;
        let piece = piece?;
        // At its end, or whoever asked has gone.
        if piece.is_empty() || put.send(Ok(piece.into())).await.is_err() {
            return Ok(());
        }
        from = rest;
    }
}
