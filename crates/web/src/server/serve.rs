//! Listening, answering, and stopping without cutting anybody off.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::lines::{Answering, Connection, Held, Limits, Lines, Open, Watched};
use super::router;
use crate::auth::network;
use crate::site::Site;

/// How long requests in work may go on after the sign to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// After which nothing was accepted because files or memory ran out.
const BREATH: Duration = Duration::from_millis(100);
/// The most bytes of a request's headers, and of a body read at once.
const BUFFER: usize = 64 * 1024;

/// Answers until `stop` is ready, then lets what is in work finish, at most ten seconds.
///
/// # Errors
/// None today: a listener that fails is tried again.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let limits = site.config().lines;
    let behind_proxy = site.config().behind_proxy;
    let lines = Lines::new(Limits {
        per_network: if behind_proxy { limits.connections } else { limits.per_network },
        ..limits
    });
    let router = router(site);
    let (stopping, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        while open.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                let Some(place) = lines.admit(network(peer.ip())) else { continue };
                open.spawn(answer(router.clone(), stream, peer, place, limits, stopped.clone()));
            }
            // Whoever came has gone already.
            Err(error) if is_of_the_caller(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection could be taken in");
                lines.make_room();
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    let _ = stopping.send(true);
    let drained = tokio::time::timeout(DRAIN, async { while open.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!("some requests were still in work and were dropped");
    }
    Ok(())
}

/// Raises the number of files that this program may have open to the most that it may ask for; what it came to, where that can
/// be told. Each connection is one of them.
pub fn raise_open_files() -> Option<usize> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        let asked = Rlimit { current: limit.maximum, ..limit };
        if limit.current != limit.maximum && setrlimit(Resource::Nofile, asked).is_ok() {
            limit = asked;
        }
        // Without a bound there is nothing to tell.
        limit.current.map(|open| usize::try_from(open).unwrap_or(usize::MAX))
    }
    #[cfg(not(unix))]
    None
}

fn is_of_the_caller(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers the requests of one connection until either side ends it.
async fn answer(
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    place: Open,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
) {
    // Answers go out whole: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let line = Arc::clone(&place.line);
    let router = TowerToHyperService::new(router);
    let service = service_fn(|request| one(&router, &line, peer, request));
    let stream = TokioIo::new(Watched { stream, line: Arc::clone(&line) });
    let mut connection = pin!(
        // Time is kept by the line, which also knows what is idle.
        http1::Builder::new()
            .header_read_timeout(None)
            .max_buf_size(BUFFER)
            .serve_connection(stream, service)
    );
    let mut ending = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection broke");
                }
                return;
            }
            () = line.over(&limits) => return,
            () = line.told.notified(), if !ending => {}
            _ = stopped.wait_for(|stopped| *stopped), if !ending => {}
        }
        if !line.is_busy() {
            return;
        }
        connection.as_mut().graceful_shutdown();
        ending = true;
    }
}

/// Answers one request.
fn one(
    router: &TowerToHyperService<Router>,
    line: &Arc<Connection>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Response<Held<Answering>>, Infallible>> + use<> {
    let answering = line.begins();
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let answer = router.call(request);
    async move { Ok(answer.await?.map(|body| Held { body, held: answering })) }
}
