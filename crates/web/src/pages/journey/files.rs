//! A file of a request: whoever may read the whole request may have it, as a download that no browser runs.

use std::sync::Arc;

use app::requests::page::page;
use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::ids::ContentId;
use store::blobs::BlobName;

use super::step::number;
use crate::auth::SignedIn;
use crate::download;
use crate::error::{Code, Error, Reply};
use crate::page::FILE_POLICY;
use crate::routes::pattern;
use crate::server::{Reach, Route};

/// The route of files.
pub(super) fn route() -> Route {
    Route::get(pattern::FILE, Reach::READERS, send)
}

/// Types that are told as they are, so that a phone knows what to open the file with. Anything else is a row of bytes.
const TOLD: [&str; 12] = [
    "application/pdf",
    "application/zip",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "image/png",
    "image/jpeg",
    "image/webp",
    "text/plain",
    "text/csv",
];

async fn send(signed: SignedIn, Path((no, file)): Path<(String, String)>) -> Reply<Response> {
    let no = number(&no)?;
    let id = ContentId::parse(&file).ok_or_else(Error::not_found)?;
    let cx = signed.cx(None);
    let page = signed.site.read(move |tx| page(tx, &cx, no)).await?;
    let file = page.files.get(&id).ok_or_else(Error::not_found)?;
    let name = BlobName::parse(&file.blob).ok_or_else(Error::not_found)?;
    let blobs = Arc::clone(signed.site.blobs());
    let found = tokio::task::spawn_blocking(move || blobs.open(name)).await;
    let found = found.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))??;
    let (reader, size) = found.ok_or_else(|| Error::from(Code::Gone).because("a file has no bytes"))?;
    let mut headers = headers(&file.name, &file.media_type)?;
    headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    Ok((headers, download::opened(move || Ok(reader))).into_response())
}

fn headers(name: &str, media_type: &str) -> Reply<HeaderMap> {
    let kind = TOLD.into_iter().find(|known| *known == media_type).unwrap_or("application/octet-stream");
    let value = |text: &str| {
        HeaderValue::from_str(text).map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))
    };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, value(kind)?);
    headers.insert(CONTENT_DISPOSITION, value(&disposition(name))?);
    headers.insert(CONTENT_SECURITY_POLICY, value(FILE_POLICY)?);
    headers.insert(HeaderName::from_static("x-content-type-options"), value("nosniff")?);
    headers.insert(CACHE_CONTROL, value("no-store")?);
    Ok(headers)
}

/// `attachment` with the name in ASCII for old programs and as it is for the others (RFC 6266, RFC 8187).
pub(crate) fn disposition(name: &str) -> String {
    let name = crate::format::bidi_safe(name);
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let mut escaped = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_stay_names() {
        assert_eq!(
            disposition("Отчёт \"за год\"\r\nX-Evil: 1.pdf"),
            "attachment; filename=\"_____ _за год_X-Evil_ 1.pdf\"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%20%22%D0%B7%D0%B0%20%D0%B3%D0%BE%D0%B4%22X-Evil%3A%201.pdf"
                .replace("за год", "__ ___")
        );
        let headers = headers("\u{202e}gpj.exe", "text/html").unwrap();
        assert_eq!(headers[CONTENT_TYPE], "application/octet-stream");
        assert!(headers[CONTENT_DISPOSITION].to_str().unwrap().ends_with("UTF-8''gpj.exe"));
    }

    #[test]
    fn types_that_run_are_not_told() {
        for kind in ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "x\r\ny"] {
            assert_eq!(headers("a", kind).unwrap()[CONTENT_TYPE], "application/octet-stream");
        }
        assert_eq!(headers("a", "application/pdf").unwrap()[CONTENT_TYPE], "application/pdf");
    }
}
