use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

use super::*;
use crate::page::PAGE_POLICY;

async fn ask(request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let router = Router::new()
        .route("/panic", get(async || -> &'static str { panic!("secret cause") }))
        .route("/text", post(async |body: String| body.len().to_string()))
        .route(
            "/upload",
            post(async |body: String| body.len().to_string()).layer(DefaultBodyLimit::max(4 * FORM_BYTES)),
        )
        .route("/refused", post(async || Error::from(Code::Conflict)));
    let response = dress(interface(router), 3 * FORM_BYTES).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
}

fn get_of(path: &str) -> Request<Body> {
    Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn what_is_not_there_is_a_page_in_the_reader_s_language() {
    let (status, headers, body) = ask(get_of("/nowhere")).await;
    assert_eq!(status, 404);
    assert!(body.contains("<html lang=\"ru\"") && body.contains("Такой страницы нет"), "{body}");
    for (name, value) in [
        ("content-security-policy", PAGE_POLICY),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(headers[name], value);
    }
    let mut request = get_of("/nowhere");
    request.headers_mut().insert("accept-language", HeaderValue::from_static("en"));
    assert!(ask(request).await.2.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn machines_get_json() {
    let (status, headers, body) = ask(Request::get("/api/x").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (status, &headers["content-type"]),
        (StatusCode::NOT_FOUND, &HeaderValue::from_static("application/json"))
    );
    let json: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(json["error"]["code"], "not_found");
    assert!(json["error"]["next"].as_str().is_some_and(|next| !next.is_empty()));
}

#[tokio::test]
async fn a_panic_is_a_page_that_tells_nothing_of_its_cause() {
    let (status, _, body) = ask(get_of("/panic")).await;
    assert_eq!(status, 500);
    assert!(body.contains("</html>") && !body.contains("secret cause"));
}

#[tokio::test]
async fn bodies_are_limited_and_the_refusal_can_be_read() {
    let sized = |path: &str, bytes: usize| Request::post(path).body(Body::from(vec![b'a'; bytes])).unwrap();
    let (status, _, body) = ask(sized("/text", FORM_BYTES + 1)).await;
    assert_eq!(status, 413);
    assert!(body.contains("</html>") && body.contains("двадцати"), "{body}");
    assert_eq!(ask(sized("/text", FORM_BYTES)).await.0, 200);
    assert_eq!(ask(sized("/upload", FORM_BYTES * 2)).await.0, 200);
    assert_eq!(ask(sized("/upload", 3 * FORM_BYTES + 1)).await.0, 413);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let from = |name: &'static str, value: &'static str| {
        Request::post("/text")
            .header("host", "vitrina.example")
            .header(name, value)
            .body(Body::from("x"))
            .unwrap()
    };
    assert_eq!(ask(from("sec-fetch-site", "cross-site")).await.0, 403);
    assert_eq!(ask(from("sec-fetch-site", "same-site")).await.0, 403);
    assert_eq!(ask(from("sec-fetch-site", "same-origin")).await.0, 200);
    assert_eq!(ask(from("origin", "https://evil.example")).await.0, 403);
    assert_eq!(ask(from("origin", "null")).await.0, 403);
    assert_eq!(ask(from("origin", "http://vitrina.example")).await.0, 200);
}

#[tokio::test]
async fn a_refused_form_offers_the_way_back() {
    let request =
        Request::post("/refused").header("referer", "http://host/r/7?x=1").body(Body::empty()).unwrap();
    let (status, _, body) = ask(request).await;
    assert_eq!(status, 409);
    assert!(body.contains("href=\"/r/7?x=1\""), "{body}");
}

#[tokio::test]
async fn a_wrong_method_is_told_with_the_right_ones() {
    let (status, headers, _) = ask(get_of("/text")).await;
    assert_eq!(status, 405);
    assert_eq!(headers["allow"], "POST");
}

#[tokio::test]
async fn switches_keep_the_choice_and_go_back() {
    let send = |path: &str, body: &'static str| {
        Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap()
    };
    let (status, headers, _) = ask(send("/settings/language", "choice=en&back=%2Fr%2F7")).await;
    assert_eq!((status, &headers["location"]), (StatusCode::SEE_OTHER, &HeaderValue::from_static("/r/7")));
    assert!(headers["set-cookie"].to_str().unwrap().starts_with("lang=en; Path=/;"));
    let (_, headers, _) = ask(send("/settings/theme", "choice=dark&back=%2F%2Fevil.example")).await;
    assert_eq!(headers["location"], "/");
    assert!(headers["set-cookie"].to_str().unwrap().starts_with("theme=dark;"));
    let (_, headers, _) = ask(send("/settings/theme", "choice=%0d%0aevil&back=/")).await;
    assert!(!headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_notice_is_said_once() {
    let mut request = get_of("/nowhere");
    request.headers_mut().insert("cookie", HeaderValue::from_static("notice=notice-saved"));
    let (_, headers, body) = ask(request).await;
    assert!(body.contains("Сохранено"));
    assert!(headers["set-cookie"].to_str().unwrap().starts_with("notice=; Path=/; Max-Age=0"));
}

#[tokio::test]
async fn files_of_the_interface_are_kept_for_a_year_and_old_names_are_gone() {
    let (status, headers, body) = ask(get_of(assets::address("vitrina.css"))).await;
    assert_eq!(
        (status, &headers["cache-control"]),
        (StatusCode::OK, &HeaderValue::from_static("public, max-age=31536000, immutable"))
    );
    assert!(body.contains("--accent") && !headers.contains_key("content-encoding"));
    let mut request = get_of(assets::address("vitrina.css"));
    request.headers_mut().insert("accept-encoding", HeaderValue::from_static("br, gzip;q=0.8"));
    let (_, headers, _) = ask(request).await;
    assert_eq!(headers["content-encoding"], "gzip");
    let (status, headers, _) = ask(get_of("/assets/vitrina.0000000000000000.css")).await;
    assert_eq!(
        (status, &headers["cache-control"]),
        (StatusCode::NOT_FOUND, &HeaderValue::from_static("no-store"))
    );
}
