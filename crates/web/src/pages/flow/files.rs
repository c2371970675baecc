//! Pictures as files: the drawing, and the figures behind it.

use axum::extract::Query;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::asked::{Asked, Of};
use super::ground::{apart, load};
use super::pictures::{PictureKind, draw, file_name};
use crate::auth::SignedIn;
use crate::error::{Error, Reply};

async fn file(
    visit: SignedIn,
    of: Of,
    asked: Asked,
    ext: &'static str,
    media: &'static str,
) -> Reply<Response> {
    let named = if asked.view.is_empty() { PictureKind::Map.code() } else { asked.view.as_str() };
    let kind = PictureKind::of(named, &of).ok_or_else(Error::not_found)?;
    let ground = load(&visit, of, asked).await?;
    let (name, body) = apart(move || {
        let picture = draw(&ground, kind);
        // The mark at the start tells spreadsheets that this is UTF-8.
        let body = if ext == "svg" {
            picture.standalone()
        } else {
            format!("\u{feff}{}", picture.table.csv(&ground.told))
        };
        (file_name(&ground, kind), body)
    })
    .await?;
    let disposition = format!("attachment; filename=\"{name}.{ext}\"");
    Ok(([(CONTENT_TYPE, media.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response())
}

pub(super) async fn svg(visit: SignedIn, of: Of, Query(asked): Query<Asked>) -> Reply<Response> {
    file(visit, of, asked, "svg", "image/svg+xml; charset=utf-8").await
}

pub(super) async fn csv(visit: SignedIn, of: Of, Query(asked): Query<Asked>) -> Reply<Response> {
    file(visit, of, asked, "csv", "text/csv; charset=utf-8").await
}
