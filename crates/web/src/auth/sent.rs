//! A form that was sent: its token checked before anything else, then its command key, fields and files.

use std::ops::Deref;
use std::sync::Arc;

use app::Cx;
use app::requests::FileInput;
use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use domain::ids::CommandId;
use domain::time::Instant;
use store::repo::content::NewFile;

use super::taking::Taking;
use super::{Fields, SignedIn, Visit};
use crate::error::{Code, Error, Said};
use crate::server::{Bringing, Coming, Takes};
use crate::site::Site;

/// The most fields that one form may have.
pub(crate) const MAX_FIELDS: usize = 2_000;
/// The most files that one form may have.
const MAX_FILES: usize = 20;
/// The most bytes of fields beside files.
const FIELD_BYTES: usize = 1024 * 1024;
/// The most bytes of a form that brings no files: letters may take six bytes each.
const ENCODED_BYTES: usize = 2 * FIELD_BYTES;

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
    /// A hash of all that, and of where it was sent.
    print: [u8; 32],
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
        let mut cx = self.visit.cx(Some(self.key));
        cx.print = Some(self.print);
        cx
    }

    /// The first file of a field.
    pub fn upload(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|upload| upload.field == field)
    }

    /// The files of a field, for use cases.
    pub fn files_of(&self, field: &str) -> Vec<FileInput> {
        let own = self.files.iter().filter(|upload| upload.field == field);
        own.map(|upload| FileInput { name: upload.name.clone(), file: upload.file.clone() }).collect()
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

    async fn from_request(mut request: Request, site: &Site) -> Result<Self, Error> {
        let visit = request.extensions().get::<Arc<Visit>>().cloned();
        let visit = visit.ok_or_else(|| Error::from(Code::Internal).because("the route has no door"))?;
        let path = request.uri().path().to_owned();
        let (fields, files, opened_at) = if is_multipart(request.headers()) {
            parts(request, site, &visit).await?
        } else {
            let header = token_header(request.headers());
            // A form that brings no files has no need of the room that its route has for them.
            if request.extensions().get::<Bringing>().is_some_and(|bringing| bringing.takes != Takes::Fields)
            {
                DefaultBodyLimit::max(ENCODED_BYTES).apply(&mut request);
            }
            let body = Bytes::from_request(request, site)
                .await
                .map_err(|error| Error::from(Code::of_status(error.status())))?;
            let fields = Fields::parse(&body);
            let opened_at = opened_at(&visit, header.as_deref(), &fields)?;
            (fields, Vec::new(), opened_at)
        };
        if fields.len() > MAX_FIELDS {
            return Err(Code::TooLarge.into());
        }
        let key = fields.id("command").unwrap_or_else(|| site.ids().next());
        let print = fields.print(&path, &files);
        Ok(Self { key: CommandId(key), seen: fields.int("seen"), opened_at, fields, files, print, visit })
    }
}

/// Scripts may send the token in a header.
pub(crate) fn token_header(headers: &HeaderMap) -> Option<String> {
    headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// When the page was made whose form these are the fields of; its token stands among them, or in a header.
///
/// # Errors
/// [`Code::Stale`] when it is none of this caller's pages.
pub(crate) fn opened_at(visit: &Visit, header: Option<&str>, fields: &Fields) -> Result<Instant, Error> {
    visit.opened_at(header.unwrap_or(fields.text("csrf")))
}

pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.trim_start().get(..20).is_some_and(|start| start.eq_ignore_ascii_case("multipart/form-data;"))
}

pub(super) fn broken(error: &MultipartError) -> Error {
    let code = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        _ => Code::BadRequest,
    };
    Error::from(code).because(error.to_string())
}

async fn parts(
    request: Request,
    site: &Site,
    visit: &Visit,
) -> Result<(Fields, Vec<Upload>, Instant), Error> {
    let bringing = request.extensions().get::<Bringing>().cloned();
    let bringing = bringing.ok_or_else(|| Error::from(Code::Internal).because("the route has no door"))?;
    let coming = request.extensions().get::<Arc<Coming>>().cloned();
    // What is more than fields may have is files.
    let declared = length(request.headers()).saturating_sub(FIELD_BYTES as u64);
    let mut opened_at = token_header(request.headers()).map(|token| visit.opened_at(&token)).transpose()?;
    let mut multipart = Multipart::from_request(request, site)
        .await
        .map_err(|error| Error::from(Code::BadRequest).because(error.to_string()))?;
    let mut fields = Fields::default();
    let mut typed = 0;
    let (mut taking, mut files) = (None, Vec::new());
    while let Some(mut field) = multipart.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            // Nothing of a form that is not ours is kept, not even in memory; and nothing that its route does not take.
            if bringing.takes == Takes::Fields {
                return Err(Error::from(Code::Media).saying(Said::new("error-no-files")));
            }
            if opened_at.is_none() {
                return Err(Code::Stale.into());
            }
            // Browsers send a part without a name for a field in which no file was chosen.
            let mut begun = None;
            if file.is_empty() {
                begun =
                    field.chunk().await.map_err(|error| broken(&error))?.filter(|piece| !piece.is_empty());
                if begun.is_none() {
                    continue;
                }
            }
            if files.len() >= MAX_FILES {
                return Err(Code::TooLarge.into());
            }
            let taking = match &mut taking {
                Some(taking) => taking,
                None => {
                    let command = fields.id("command").map(CommandId);
                    let coming = coming.as_deref();
                    let begun = Taking::begin(site, visit, &bringing, command, declared, coming).await?;
                    taking.insert(begun)
                }
            };
            let media_type = graphic(field.content_type().unwrap_or("application/octet-stream"));
            let kept = if taking.passes() {
                taking.passed(field, begun, media_type).await?
            } else {
                taking.whole(field, begun, media_type).await?
            };
            files.push(Upload { field: name, name: file, file: kept });
        } else {
            let value = read(field, FIELD_BYTES).await?;
            typed += name.len() + value.len();
            let value = String::from_utf8(value).map_err(|_| Error::from(Code::BadRequest))?;
            if name == "csrf" && opened_at.is_none() {
                opened_at = Some(visit.opened_at(&value)?);
            }
            fields.push(name, value);
        }
        if typed > FIELD_BYTES || fields.len() > MAX_FIELDS {
            return Err(Code::TooLarge.into());
        }
    }
    let opened_at = opened_at.ok_or_else(|| Error::from(Code::Stale))?;
    Ok((fields, files, opened_at))
}

/// How many bytes the body says it has; 0 when it does not say.
fn length(headers: &HeaderMap) -> u64 {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or(0)
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
