//! Style sheet, script and icon: in the binary, named by their content, compressed once, kept by browsers for a year.

use std::io::Write;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use base16ct::lower::encode_string as hex;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::error::{Code, Error};

struct Asset {
    name: &'static str,
    address: String,
    kind: &'static str,
    body: Vec<u8>,
    gzip: Vec<u8>,
}

/// Style sheets in the order of the cascade.
const CSS: [&str; 8] = [
    include_str!("../assets/tokens.css"),
    include_str!("../assets/vitrina.css"),
    include_str!("../assets/forms.css"),
    include_str!("../assets/request.css"),
    include_str!("../assets/journey.css"),
    flow::picture::STYLE,
    include_str!("../assets/flow.css"),
    include_str!("../assets/media.css"),
];

/// Scripts. Each file is a block of its own, so that nothing of one is seen by another but what it puts on `window.vitrina`.
const JS: [&str; 8] = [
    include_str!("../assets/js/core.js"),
    include_str!("../assets/js/forms.js"),
    include_str!("../assets/js/drafts.js"),
    include_str!("../assets/js/swap.js"),
    include_str!("../assets/js/live.js"),
    include_str!("../assets/js/palette.js"),
    include_str!("../assets/js/shortcuts.js"),
    include_str!("../assets/js/pictures.js"),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let script: String = JS.iter().map(|part| format!("{{\n{part}}}\n")).collect();
    vec![
        asset("vitrina.css", "text/css; charset=utf-8", CSS.concat()),
        asset("vitrina.js", "text/javascript; charset=utf-8", format!("\"use strict\";\n{script}")),
        asset("vitrina.svg", "image/svg+xml", include_str!("../assets/vitrina.svg").to_owned()),
    ]
});

fn asset(name: &'static str, kind: &'static str, text: String) -> Asset {
    let body = text.into_bytes();
    let hash = Sha256::digest(&body);
    let hash = hex(&hash[..8]);
    let (stem, ext) = name.rsplit_once('.').unwrap_or((name, "txt"));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing into memory cannot fail; were it to, the plain body is served.
    let gzip = encoder.write_all(&body).and_then(|()| encoder.finish()).unwrap_or_default();
    Asset { name, address: format!("/assets/{stem}.{hash}.{ext}"), kind, body, gzip }
}

/// The address of a file by its plain name.
pub(crate) fn address(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| &asset.address)
}

/// Serves one file. Another hash than the present one is another file, and not found.
pub(crate) async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.address.strip_prefix("/assets/") == Some(&file))
    else {
        return Error::from(Code::NotFound).into_response();
    };
    let gzip = !asset.gzip.is_empty()
        && headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(','))
            .any(|part| part.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("gzip")));
    let mut response = if gzip { asset.gzip.clone() } else { asset.body.clone() }.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

#[cfg(test)]
pub(crate) fn compressed_bytes(name: &str) -> usize {
    ASSETS.iter().find(|asset| asset.name == name).map_or(0, |asset| asset.gzip.len())
}

#[cfg(test)]
pub(crate) fn text(name: &str) -> String {
    let asset = ASSETS.iter().find(|asset| asset.name == name).unwrap();
    String::from_utf8(asset.body.clone()).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_small() {
        let size = compressed_bytes("vitrina.js");
        assert!(size < 12_000, "{size} bytes");
    }

    #[test]
    fn style_sheets_and_scripts_call_no_other_site() {
        for name in ["vitrina.css", "vitrina.js"] {
            let text = text(name);
            assert!(
                !text.contains("//cdn") && !text.contains("@import") && !text.contains("https:"),
                "{name}"
            );
        }
        assert!(!text("vitrina.js").contains("innerHTML"), "text of people must not become markup");
    }

    #[test]
    fn the_dark_values_stand_twice_and_are_equal() {
        let css = CSS[0];
        let block = |start: &str| {
            let from = css.find(start).unwrap() + start.len();
            css[from..from + css[from..].find('}').unwrap()].split_whitespace().collect::<String>()
        };
        assert_eq!(block(":root:not([data-theme=light]){"), block(":root[data-theme=dark]{"));
    }
}
