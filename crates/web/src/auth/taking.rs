//! Taking the files of a form: nothing of them is kept before it is known who brings them, that they may, and how large they are.

use std::io;
use std::time::Duration;

use app::files::{self, MB, Quotas};
use axum::body::Bytes;
use axum::extract::multipart::Field;
use domain::ids::{CommandId, PersonId};
use store::blobs::BlobName;
use store::repo::content::NewFile;
use tokio::sync::mpsc;

use super::Visit;
use super::sent::broken;
use crate::error::{Code, Error, Said, Value};
use crate::server::shares::Share;
use crate::server::{Bringing, Coming, Takes};
use crate::site::Site;

/// How long a form with files waits for its turn.
const TURN: Duration = Duration::from_secs(5);

/// What bounds what may still come.
#[derive(Debug, Clone, Copy)]
enum Bound {
    File,
    Log,
    Request,
    Person,
}

/// A form whose files are being taken.
#[derive(Debug)]
pub(super) struct Taking {
    site: Site,
    person: PersonId,
    quotas: Quotas,
    /// How many bytes may still come, and why no more.
    left: (u64, Bound),
    /// The most bytes of one file, passed on piece by piece or not.
    each: (u64, Bound),
    _turn: Share,
}

fn bytes(size: i64) -> u64 {
    size.max(0).unsigned_abs()
}

fn signed(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The sentence for what is more than may be brought.
fn too_much(bound: Bound, quotas: &Quotas) -> Error {
    let (key, limit) = match bound {
        Bound::Log => return Error::from(Code::TooLarge).saying(Said::new("log-file-too-large")),
        Bound::File => ("error-file-size", quotas.file),
        Bound::Request => ("error-files-of-request", quotas.request),
        Bound::Person => ("error-files-of-person", quotas.person),
    };
    Error::from(Code::TooLarge).saying(Said::new(key).with("limit", Value::Number(limit / MB)))
}

/// Refuses what the disk has no room for.
async fn fits_the_disk(site: &Site, coming: u64) -> Result<(), Error> {
    let asked = site.clone();
    let space = tokio::task::spawn_blocking(move || asked.space()).await;
    let space = space.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))??;
    let Some(space) = space else { return Ok(()) };
    let hundredth = space.total / 100;
    if space.free.saturating_sub(coming) < hundredth * site.config().least_percent {
        return Err(Code::NoRoom.into());
    }
    if space.files.saturating_add(coming) > hundredth * site.config().files_percent {
        return Err(Error::from(Code::NoRoom).saying(Said::new("error-no-room-share")));
    }
    Ok(())
}

impl Taking {
    /// Asks everything that can be asked before the first file is read. `declared` is how many bytes the form says it has beside
    /// its fields.
    pub(super) async fn begin(
        site: &Site,
        visit: &Visit,
        bringing: &Bringing,
        command: Option<CommandId>,
        declared: u64,
        coming: Option<&Coming>,
    ) -> Result<Self, Error> {
        let person = visit.viewer.person().ok_or_else(|| Error::from(Code::SignIn))?;
        let quotas = site.config().quotas;
        let (cx, asked) = (visit.cx(command), bringing.clone());
        let room = site.read(move |tx| files::room(tx, &cx, &quotas, &|tx, cx| asked.ask(tx, cx))).await?;
        let (request, month) = ((bytes(room.request), Bound::Request), (bytes(room.person), Bound::Person));
        let left = if month.0 < request.0 { month } else { request };
        if declared > left.0 {
            return Err(too_much(left.1, &quotas));
        }
        fits_the_disk(site, declared).await?;
        let each = match bringing.takes {
            Takes::Large(most) => (most as u64, Bound::Log),
            Takes::Files | Takes::Fields => (bytes(quotas.file), Bound::File),
        };
        let turn = site.uploads().wait(&visit.network, TURN).await;
        let turn = turn.ok_or_else(|| Error::from(Code::Busy))?;
        if let Some(coming) = coming {
            coming.brings_files();
        }
        Ok(Self { site: site.clone(), person, quotas, left, each, _turn: turn })
    }

    /// The most bytes of the next file, and why no more.
    fn most(&self) -> (u64, Bound) {
        if self.left.0 < self.each.0 { self.left } else { self.each }
    }

    /// Reads a file whole and keeps it; `begun` is what of it was read already.
    pub(super) async fn whole(
        &mut self,
        mut field: Field<'_>,
        begun: Option<Bytes>,
        media_type: String,
    ) -> Result<NewFile, Error> {
        let (most, bound) = self.most();
        let mut read = Vec::new();
        let mut next = begun;
        while let Some(piece) = piece(&mut next, &mut field).await? {
            if read.len() as u64 + piece.len() as u64 > most {
                return Err(too_much(bound, &self.quotas));
            }
            read.extend_from_slice(&piece);
        }
        let size = read.len() as u64;
        fits_the_disk(&self.site, size).await?;
        self.left.0 -= size;
        let (site, person, quotas) = (self.site.clone(), self.person, self.quotas);
        let kept = tokio::task::spawn_blocking(move || {
            let name = BlobName::of(&read).to_string();
            if !noted(&site, person, &name, size, quotas)? {
                return Ok(None);
            }
            site.blobs().put(&read, site.now()).map(Some)
        });
        let kept = kept.await.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))?;
        let blob = kept?.ok_or_else(|| too_much(Bound::Person, &self.quotas))?;
        Ok(NewFile { media_type, size: signed(size), blob: blob.to_string() })
    }

    /// Passes a large file on to the blobs as it comes.
    pub(super) async fn passed(
        &mut self,
        mut field: Field<'_>,
        begun: Option<Bytes>,
        media_type: String,
    ) -> Result<NewFile, Error> {
        let (most, bound) = self.most();
        let (pieces, coming) = mpsc::channel(4);
        let site = self.site.clone();
        let keeping = tokio::task::spawn_blocking(move || {
            let mut source = Pieces { coming, piece: Bytes::new(), ended: false };
            site.blobs().put_from(&mut source, site.now())
        });
        let (mut size, mut next) = (0, begun);
        while let Some(piece) = piece(&mut next, &mut field).await? {
            size += piece.len() as u64;
            if size > most {
                return Err(too_much(bound, &self.quotas));
            }
            if pieces.send(Some(piece)).await.is_err() {
                break;
            }
        }
        // Whoever keeps it may have failed: what it says tells more.
        let _ = pieces.send(None).await;
        let kept = keeping.await.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))?;
        let (blob, size) = kept?;
        self.left.0 = self.left.0.saturating_sub(size);
        let (site, person, quotas, name) = (self.site.clone(), self.person, self.quotas, blob.to_string());
        let noting = tokio::task::spawn_blocking(move || noted(&site, person, &name, size, quotas));
        let noted =
            noting.await.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))??;
        // One that somebody brought at the same time took the room: nothing refers to this one, and it goes in a day.
        if !noted {
            return Err(too_much(Bound::Person, &self.quotas));
        }
        Ok(NewFile { media_type, size: signed(size), blob: blob.to_string() })
    }

    /// Whether the files of this form are passed on piece by piece.
    pub(super) const fn passes(&self) -> bool {
        matches!(self.each.1, Bound::Log)
    }
}

/// The next piece of a file: what of it was read already, then what comes.
async fn piece(begun: &mut Option<Bytes>, field: &mut Field<'_>) -> Result<Option<Bytes>, Error> {
    match begun.take() {
        Some(piece) => Ok(Some(piece)),
        None => field.chunk().await.map_err(|error| broken(&error)),
    }
}

/// Notes a file of this person; false when it is more than they may bring in a month.
fn noted(
    site: &Site,
    person: PersonId,
    name: &str,
    size: u64,
    quotas: Quotas,
) -> Result<bool, store::StoreError> {
    let (name, now) = (name.to_owned(), site.now());
    site.db().write_blocking(move |tx| files::bring(tx, person, &name, signed(size), &quotas, now))
}

/// Pieces of a file on their way to the thread that keeps it; `None` is its end, without which nothing is kept.
struct Pieces {
    coming: mpsc::Receiver<Option<Bytes>>,
    piece: Bytes,
    ended: bool,
}

impl io::Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() && !self.ended {
            match self.coming.blocking_recv() {
                Some(Some(piece)) => self.piece = piece,
                Some(None) => self.ended = true,
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let count = buffer.len().min(self.piece.len());
        buffer[..count].copy_from_slice(&self.piece.split_to(count));
        Ok(count)
    }
}
