//! An S3 server inside this process, over a folder. For the demo and the tests: it takes no backups and has no quotas.

use std::{
    convert::Infallible,
    fmt, fs,
    net::{SocketAddr, TcpListener as StdListener},
    path::PathBuf,
};

use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{HeaderMap, HeaderName, HeaderValue},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder as Connection,
};
use loket_domain::nilai::Rahasia;
use s3s::{
    Body, HttpError,
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
};

use super::EmbeddedError;

/// How the server shall be.
#[derive(Clone, Debug)]
pub struct EmbeddedS3Config {
    /// Where objects are kept; a bucket is a folder in it.
    pub dir: PathBuf,
    /// The bucket to have.
    pub bucket: String,
    /// The one access key.
    pub access_key: String,
    /// Its secret.
    pub secret: Rahasia,
    /// Where to listen; port 0 takes a free one.
    pub bind: SocketAddr,
}

/// A running S3 server with threads of its own, so it outlives the runtime it was started from. Stops when dropped.
pub struct EmbeddedS3 {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl fmt::Debug for EmbeddedS3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmbeddedS3").field("address", &self.address).finish_non_exhaustive()
    }
}

impl EmbeddedS3 {
    /// Makes the bucket and starts to listen. Requests must be signed (SigV4), by header or in the address.
    pub fn start(config: EmbeddedS3Config) -> Result<Self, EmbeddedError> {
        let EmbeddedS3Config { dir, bucket, access_key, secret, bind } = config;
        let folder = dir.join(bucket_name(&bucket)?);
        fs::create_dir_all(&folder).map_err(EmbeddedError::io(&folder))?;
        let files =
            FileSystem::new(&dir).map_err(|error| EmbeddedError::S3(format!("{error:?}")))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(access_key, secret.buka()));
        let service = service.build();

        let failed = |source| EmbeddedError::S3(format!("{bind}: {source}"));
        let listener = StdListener::bind(bind).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("embedded-s3")
            .enable_all()
            .build()
            .map_err(failed)?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener).map_err(failed)?
        };
        runtime.spawn(serve(listener, service));
        Ok(Self { address, runtime: Some(runtime) })
    }

    /// The address for clients, which must use path style.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops listening and ends open connections.
    pub async fn stop(mut self) {
        if let Some(runtime) = self.runtime.take() {
            let ended = tokio::task::spawn_blocking(move || drop(runtime)).await;
            if let Err(error) = ended {
                tracing::warn!(%error, "embedded S3 did not end in order");
            }
        }
    }
}

impl Drop for EmbeddedS3 {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A bucket name as S3 has it, which is also a plain folder name.
fn bucket_name(name: &str) -> Result<&str, EmbeddedError> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (3..=63).contains(&name.len()) && name.bytes().all(plain) {
        Ok(name)
    } else {
        Err(EmbeddedError::S3(format!("nama bucket tidak sah: {name}")))
    }
}

async fn serve(listener: TcpListener, service: S3Service) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => drop(tokio::spawn(connection(socket, service.clone()))),
            Err(error) => tracing::warn!(%error, "embedded S3 could not accept a connection"),
        }
    }
}

async fn connection(socket: TcpStream, service: S3Service) {
    let answer = service_fn(move |request| answer(service.clone(), request));
    let served =
        Connection::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), answer).await;
    if let Err(error) = served {
        tracing::debug!(%error, "embedded S3 connection ended early");
    }
}

/// Browsers upload from a page of another port, so every answer allows any origin. Signatures protect the objects.
async fn answer(
    service: S3Service,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let mut response = if request.method() == Method::OPTIONS {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    } else {
        service.call(request.map(Body::from)).await.unwrap_or_else(|error: HttpError| {
            tracing::warn!(?error, "embedded S3 failed");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    };
    allow_any_origin(response.headers_mut());
    Ok(response)
}

fn allow_any_origin(headers: &mut HeaderMap) {
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET, HEAD, PUT"),
        ("access-control-allow-headers", "*"),
        ("access-control-expose-headers", "etag"),
        ("access-control-max-age", "600"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
