//! Files that are sent piece by piece while they are made or read.

use std::fs::File;
use std::io::{self, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use futures_core::Stream;
use tokio::sync::mpsc;

/// Bytes that are sent at once.
pub(crate) const PIECE: usize = 32 * 1024;

/// Pieces of a file as they come; an error breaks the download off, so that no half file looks whole.
pub(crate) struct Pieces<T>(mpsc::Receiver<T>);

impl<T> Stream for Pieces<T> {
    type Item = T;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(cx)
    }
}

/// Where pieces are put in, and what they come out of. A few of them wait for whoever reads slowly, then the maker waits.
pub(crate) fn pieces<T>() -> (mpsc::Sender<T>, Pieces<T>) {
    let (put, kept) = mpsc::channel(16);
    (put, Pieces(kept))
}

/// A file that `make` writes and that is then sent, on a thread that may block. What `make` holds is let go before the first byte is
/// sent: whoever reads slowly keeps a file on the disk, nothing else.
pub(crate) fn made(make: impl FnOnce() -> io::Result<File> + Send + 'static) -> Body {
    let (put, kept) = pieces::<io::Result<Vec<u8>>>();
    tokio::task::spawn_blocking(move || {
        let sent = make().and_then(|mut file| {
            loop {
                let mut piece = Vec::with_capacity(PIECE);
                if file.by_ref().take(PIECE as u64).read_to_end(&mut piece)? == 0 {
                    return Ok(());
                }
                if put.blocking_send(Ok(piece)).is_err() {
                    // Whoever asked has gone.
                    return Ok(());
                }
            }
        });
        if let Err(error) = sent {
            tracing::warn!(%error, "a file was not sent to its end");
            // Nobody may be listening any more.
            let _ = put.blocking_send(Err(error));
        }
    });
    Body::from_stream(kept)
}
