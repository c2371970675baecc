//! What of a file was not taken as it stood, as a table for other programs.

use app::logs::{self, Remark, read};
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::super::hidden;
use super::words::{done, refusal, what};
use super::{Failed, plan_of, reading};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply, Said};
use crate::pages::journey::files::disposition;

fn table(c: &Chrome, remarks: &[Remark]) -> String {
    // The mark tells spreadsheets that it is UTF-8.
    let mut out = String::from("\u{feff}");
    let mut row = |cells: [&str; 5]| out.push_str(&flow::csv::row(',', cells));
    let heads =
        [c.t("import-line"), c.t("import-column"), c.t("import-value"), c.t("import-why"), c.t("log-done")];
    row([&heads[0], &heads[1], &heads[2], &heads[3], &heads[4]]);
    for remark in remarks {
        let line = if remark.line > 0 { remark.line.to_string() } else { String::new() };
        row([&line, &remark.column, &remark.value, &what(c, remark), &c.t(done(&remark.done))]);
    }
    out
}

fn file(c: &Chrome, name: &str, remarks: &[Remark]) -> Response {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let disposition = disposition(&format!("{stem}-{}.csv", c.t("log-notes-file")));
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], table(c, remarks)).into_response()
}

pub(super) async fn of_plan(visit: SignedIn, Path(name): Path<String>) -> Reply<Response> {
    let plan = plan_of(&visit, &name).await?;
    let asked = plan.clone();
    let found = reading(&visit.site, move |site, watch| {
        let (file, size) = asked.open(&**site.blobs())?;
        let mapping = asked.mapping.clone().unwrap_or_default();
        let gathered = read(file, size, &mapping, Some(watch))?;
        Ok(gathered.report.notes.iter().map(Remark::noted).collect::<Vec<_>>())
    });
    let c = visit.chrome();
    match found.await {
        Ok(remarks) => Ok(file(&c, &plan.file, &remarks)),
        Err(Failed::File(trouble)) => {
            Err(Error::from(Code::Invalid).saying(Said::new("log-refused")).because(refusal(&c, &trouble)))
        }
        Err(Failed::App(error)) => Err(hidden(error)),
    }
}

pub(super) async fn of_import(visit: SignedIn, Path(id): Path<Uuid>) -> Reply<Response> {
    let cx = visit.cx(None);
    let (batch, told) = visit.site.read(move |tx| logs::progress(tx, &cx, id)).await.map_err(hidden)?;
    Ok(file(&visit.chrome(), &batch.file, &told.notes))
}
