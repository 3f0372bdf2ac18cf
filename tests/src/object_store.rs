//! An object store with S3's interface.

use std::fs;
use std::path::{Path, PathBuf};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::Stage;

const BUCKET: &str = "pictures";
const ACCESS_KEY: &str = "access";
const SECRET_KEY: &str = "a secret key";

/// A store with one bucket, whose files are in a folder. It ends with this value.
pub struct ObjectStore {
    folder: tempfile::TempDir,
    port: u16,
    server: JoinHandle<()>,
}

impl ObjectStore {
    /// Starts it.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let files = FileSystem::new(folder.path()).expect("a folder");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = tokio::spawn(serve(listener, service.build()));
        Self { folder, port, server }
    }

    /// The same stage, whose application keeps its pictures here.
    pub fn of(&self, stage: Stage) -> Stage {
        stage
            .variable("s3_endpoint", &format!("http://127.0.0.1:{}", self.port))
            .variable("s3_bucket", BUCKET)
            .variable("s3_access_key", ACCESS_KEY)
            .variable("s3_secret_key", SECRET_KEY)
    }

    /// The files that it has, by their keys.
    pub fn keys(&self) -> Vec<String> {
        let bucket = self.folder.path().join(BUCKET);
        let mut keys: Vec<_> = files(&bucket)
            .iter()
            .filter_map(|file| file.strip_prefix(&bucket).ok()?.to_str().map(str::to_owned))
            .collect();
        keys.sort();
        keys
    }

    /// What is kept under a key.
    ///
    /// # Panics
    /// When nothing is.
    pub fn read(&self, key: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(BUCKET).join(key)).expect("a file")
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, service: S3Service) {
    while let Ok((stream, _)) = listener.accept().await {
        let service = service.clone();
        tokio::spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            // A client may leave.
            drop(server.serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

/// All files below a folder, except hidden ones, which the store keeps for itself.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let shown = entries.filter(|path| {
        path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'))
    });
    shown.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
