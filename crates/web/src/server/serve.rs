//! Listening, answering, and stopping without cutting anybody off.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use super::router;
use crate::site::Site;

/// How long requests in work may go on after the sign to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Answers until `stop` is ready, then lets what is in work finish, at most ten seconds.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let signal = async move {
        stop.await;
        let _ = stopping.send(());
    };
    let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(signal);
    tokio::select! {
        served = serving.into_future() => served,
        () = async { let _ = stopped.await; tokio::time::sleep(DRAIN).await } => {
            tracing::warn!("some requests were still in work and were dropped");
            Ok(())
        }
    }
}
