//! Files that are sent piece by piece while they are read. Whoever reads slowly keeps a file open and a few pieces, no thread, no place of the
//! database.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek as _, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use app::AppError;
use app::error::Answer;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use domain::localized::Language;
use futures_core::Stream;
use store::{Db, Lane, StoreError, Tx};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::chrome::Chrome;

/// How long a file may take until its last piece is read.
const PATIENCE: Duration = Duration::from_secs(600);

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

/// A file that `make` writes; an error breaks the download off, so that no half file looks whole.
pub(crate) fn file(
    db: &Db,
    kind: &'static str,
    name: &str,
    make: impl Fn(&mut dyn Tx, &mut dyn FnMut(&str) -> Result<(), StoreError>) -> Answer<()> + Send + 'static,
) -> Response {
    let db = db.clone();
    // Written before it is sent: whoever reads slowly keeps nobody from the database.
    let body = made(move || {
        let file = tempfile::tempfile()?;
        let mut out = file.try_clone()?;
        let made = db.within(Lane::Read, PATIENCE, move |tx| {
            // It may run more than once.
            out.set_len(0).map_err(StoreError::from)?;
            out.rewind().map_err(StoreError::from)?;
            let mut kept = BufWriter::new(&mut out);
            make(tx, &mut |text| Ok(kept.write_all(text.as_bytes())?))?;
            Ok::<(), AppError>(kept.flush().map_err(StoreError::from)?)
        });
        made.map_err(io::Error::other)?;
        (&file).rewind()?;
        Ok(file)
    });
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}

/// A row: semicolons where the comma is the decimal sign, as spreadsheets of that language expect.
pub(crate) fn row(c: &Chrome, cells: &[String]) -> String {
    let between = if c.language() == Language::Ru { ';' } else { ',' };
    flow::csv::row(between, cells.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use axum::body::HttpBody as _;

    use super::*;

    #[test]
    fn whoever_reads_slowly_keeps_no_thread() {
        let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
        runtime.block_on(async {
            let mut endless = opened(|| Ok(Box::new(io::repeat(7))));
            let first = poll_fn(|cx| Pin::new(&mut endless).poll_frame(cx)).await.unwrap().unwrap();
            assert_eq!(first.into_data().unwrap().len(), PIECE);
            // The one thread is free for others, though nobody reads on.
            assert_eq!(spawn_blocking(|| 5).await.unwrap(), 5);
        });
    }

    #[test]
    fn a_file_that_breaks_off_does_not_look_whole() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut broken = made(|| Err(io::Error::other("the disk is full")));
            let met = poll_fn(|cx| Pin::new(&mut broken).poll_frame(cx)).await.unwrap();
            assert!(met.is_err());
        });
    }
}
