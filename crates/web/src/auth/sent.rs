//! A form that was sent: its token checked before anything else, then its command key, fields and files.

use std::io;
use std::ops::Deref;
use std::sync::Arc;

use app::Cx;
use app::requests::FileInput;
use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use domain::ids::CommandId;
use domain::time::Instant;
use store::blobs::BlobName;
use store::repo::content::NewFile;
use tokio::sync::mpsc;

use super::{Fields, SignedIn, Visit};
use crate::error::{Code, Error, Said};
use crate::form::Form;
use crate::server::Takes;
use crate::site::Site;

/// The most fields that one form may have.
const MAX_FIELDS: usize = 2_000;
/// The most files that one form may have.
const MAX_FILES: usize = 20;
/// The most bytes of fields beside files.
const FIELD_BYTES: usize = 1024 * 1024;
/// The most bytes of a form that brings no files, to a route that takes some: letters may take six bytes each.
const ENCODED_BYTES: usize = 2 * FIELD_BYTES;
/// The most bytes of one file.
const FILE_BYTES: usize = 25 * 1024 * 1024;

/// A file that came with a form and lies in the blobs.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The field of the form.
    pub field: String,
    /// Its name, as the browser said.
    pub name: String,
    /// Type, size, blob.
    pub file: NewFile,
}

/// A form of one of our own pages. Take it last among the arguments of a handler.
///
/// Every form carries `csrf` ([`crate::Chrome::csrf`]) and `command` ([`crate::Chrome::key`]); one that changes a version
/// it saw carries `seen`. In forms with files the token stands before the first file.
#[derive(Debug, Clone)]
pub struct Sent {
    visit: Arc<Visit>,
    /// The key of the command: the same key again is the same command.
    pub key: CommandId,
    /// The version of the thing that the page showed.
    pub seen: Option<i64>,
    /// When the page was made, signed by us: between it and now the person read and wrote.
    pub opened_at: Instant,
    /// What was typed.
    pub fields: Fields,
    /// Files, in order.
    pub files: Vec<Upload>,
}

impl Deref for Sent {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Sent {
    /// The context of the command.
    pub fn cx(&self) -> Cx {
        self.visit.cx(Some(self.key))
    }

    /// The files of a field, for use cases.
    pub fn files_of(&self, field: &str) -> Vec<FileInput> {
        let own = self.files.iter().filter(|upload| upload.field == field);
        own.map(|upload| FileInput { name: upload.name.clone(), file: upload.file.clone() }).collect()
    }

    /// The form as a page shows it again, filled with what was typed.
    pub fn form(&self, id: &'static str) -> Form {
        Form::sent(id, self.fields.pairs())
    }

    /// The person who sent it.
    ///
    /// # Errors
    /// [`Code::SignIn`] when nobody is signed in; routes for people who are signed in never come to that.
    pub fn signed_in(&self) -> Result<SignedIn, Error> {
        SignedIn::of(Arc::clone(&self.visit))
    }
}

impl FromRequest<Site> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Error> {
        let visit = request.extensions().get::<Arc<Visit>>().cloned();
        let visit = visit.ok_or_else(|| Error::from(Code::Internal).because("the route has no door"))?;
        let (fields, files, opened_at) = if is_multipart(request.headers()) {
            parts(request, site, &visit).await?
        } else {
            let header = token_header(request.headers());
            let body = Bytes::from_request(request, site)
                .await
                .map_err(|error| Error::from(Code::of_status(error.status())))?;
            if body.len() > ENCODED_BYTES {
                return Err(Code::TooLarge.into());
            }
            let fields = Fields::parse(&body);
            let opened_at = visit.opened_at(header.as_deref().unwrap_or(fields.text("csrf")))?;
            (fields, Vec::new(), opened_at)
        };
        if fields.len() > MAX_FIELDS {
            return Err(Code::TooLarge.into());
        }
        let key = fields.id("command").unwrap_or_else(|| site.ids().next());
        Ok(Self { key: CommandId(key), seen: fields.int("seen"), opened_at, fields, files, visit })
    }
}

/// Scripts may send the token in a header.
fn token_header(headers: &HeaderMap) -> Option<String> {
    headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.trim_start().get(..20).is_some_and(|start| start.eq_ignore_ascii_case("multipart/form-data;"))
}

fn broken(error: &MultipartError) -> Error {
    let code = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        _ => Code::BadRequest,
    };
    Error::from(code).because(error.to_string())
}

struct Raw {
    field: String,
    name: String,
    media_type: String,
    bytes: Vec<u8>,
}

async fn parts(
    request: Request,
    site: &Site,
    visit: &Visit,
) -> Result<(Fields, Vec<Upload>, Instant), Error> {
    let takes = request.extensions().get::<Takes>().copied().unwrap_or(Takes::Fields);
    let _permit = site.uploads().try_acquire().map_err(|_| Error::from(Code::Busy))?;
    let mut opened_at = token_header(request.headers()).map(|token| visit.opened_at(&token)).transpose()?;
    let mut multipart = Multipart::from_request(request, site)
        .await
        .map_err(|error| Error::from(Code::BadRequest).because(error.to_string()))?;
    let mut fields = Fields::default();
    let mut typed = 0;
    let (mut raw, mut passed) = (Vec::new(), Vec::new());
    while let Some(field) = multipart.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            // Nothing of a form that is not ours is kept, not even in memory.
            if opened_at.is_none() {
                return Err(Code::Stale.into());
            }
            let media_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
            if let Takes::Large(limit) = takes {
                let (blob, size) = pass(site, field, limit).await?;
                if !file.is_empty() || size > 0 {
                    let size = i64::try_from(size).unwrap_or(i64::MAX);
                    let file_kept =
                        NewFile { media_type: graphic(&media_type), size, blob: blob.to_string() };
                    passed.push(Upload { field: name, name: file, file: file_kept });
                }
                if passed.len() > MAX_FILES {
                    return Err(Code::TooLarge.into());
                }
                continue;
            }
            let bytes = read(field, FILE_BYTES).await?;
            if file.is_empty() && bytes.is_empty() {
                continue;
            }
            raw.push(Raw { field: name, name: file, media_type, bytes });
        } else {
            let value = read(field, FIELD_BYTES).await?;
            typed += name.len() + value.len();
            let value = String::from_utf8(value).map_err(|_| Error::from(Code::BadRequest))?;
            if name == "csrf" && opened_at.is_none() {
                opened_at = Some(visit.opened_at(&value)?);
            }
            fields.push(name, value);
        }
        if typed > FIELD_BYTES || fields.len() > MAX_FIELDS || raw.len() > MAX_FILES {
            return Err(Code::TooLarge.into());
        }
    }
    let opened_at = opened_at.ok_or_else(|| Error::from(Code::Stale))?;
    passed.extend(keep(site, raw).await?);
    Ok((fields, passed, opened_at))
}

async fn read(mut field: Field<'_>, limit: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() + chunk.len() > limit {
            return Err(Code::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn graphic(media_type: &str) -> String {
    media_type.chars().filter(char::is_ascii_graphic).take(100).collect()
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

/// Passes a large file on to the blobs as it comes; its name and size.
async fn pass(site: &Site, mut field: Field<'_>, limit: usize) -> Result<(BlobName, u64), Error> {
    let too_large = || Error::from(Code::TooLarge).saying(Said::new("log-file-too-large"));
    let (pieces, coming) = mpsc::channel(4);
    let (blobs, now) = (Arc::clone(site.blobs()), site.now());
    let keeping = tokio::task::spawn_blocking(move || {
        blobs.put_from(&mut Pieces { coming, piece: Bytes::new(), ended: false }, now)
    });
    let mut size = 0;
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        size += piece.len();
        if size > limit {
            return Err(too_large());
        }
        if pieces.send(Some(piece)).await.is_err() {
            break;
        }
    }
    // Whoever keeps it may have failed: what it says tells more.
    let _ = pieces.send(None).await;
    let kept = keeping.await.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))?;
    Ok(kept?)
}

/// Puts the files into the blobs, on a thread that may block.
async fn keep(site: &Site, raw: Vec<Raw>) -> Result<Vec<Upload>, Error> {
    if raw.is_empty() {
        return Ok(Vec::new());
    }
    let (blobs, now) = (Arc::clone(site.blobs()), site.now());
    let kept = tokio::task::spawn_blocking(move || {
        raw.into_iter()
            .map(|raw| {
                let blob = blobs.put(&raw.bytes, now)?;
                let size = i64::try_from(raw.bytes.len()).unwrap_or(i64::MAX);
                let file = NewFile { media_type: graphic(&raw.media_type), size, blob: blob.to_string() };
                Ok(Upload { field: raw.field, name: raw.name, file })
            })
            .collect::<Result<Vec<_>, store::StoreError>>()
    });
    let kept = kept.await.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))?;
    Ok(kept?)
}
