//! The files of the built console, in a folder or in the program itself.

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::fmt;
use std::future::{Ready, ready};
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::services::fs::{Backend, DefaultServeDirFallback, File, Metadata, TokioBackend};

/// The app's page.
const INDEX: &str = "index.html";

/// The files of the built console, each with its `.br` and `.gz` beside it
/// where there are such.
#[derive(Clone)]
pub enum ConsoleFiles {
    /// In a folder.
    Folder(PathBuf),
    /// In this program: a function that returns the file of a name (`index.html`,
    /// `snippets/a.js`), if there is one.
    Embedded(fn(&str) -> Option<EmbeddedFile>),
}

/// A file in this program.
#[derive(Debug, Clone)]
pub struct EmbeddedFile {
    /// What is in it.
    pub content: Cow<'static, [u8]>,
    /// When it was changed last, in seconds since 1970, where that is known.
    pub modified: Option<u64>,
}

impl fmt::Display for ConsoleFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "the folder {}", folder.display()),
            Self::Embedded(_) => f.write_str("the program itself"),
        }
    }
}

impl ConsoleFiles {
    /// Whether there is a page to show.
    pub async fn is_built(&self) -> bool {
        match self {
            Self::Folder(folder) => tokio::fs::try_exists(folder.join(INDEX))
                .await
                .unwrap_or(false),
            Self::Embedded(file) => file(INDEX).is_some(),
        }
    }

    /// The page, uncompressed.
    pub(crate) async fn index(&self) -> Option<String> {
        match self {
            Self::Folder(folder) => tokio::fs::read_to_string(folder.join(INDEX)).await.ok(),
            Self::Embedded(file) => String::from_utf8(file(INDEX)?.content.into_owned()).ok(),
        }
    }

    /// What serves it.
    pub(crate) fn files(&self) -> FileServer {
        match self {
            Self::Folder(folder) => FileServer::Folder(compressed(ServeDir::new(folder))),
            Self::Embedded(file) => FileServer::Embedded(compressed(ServeDir::with_backend(
                "",
                EmbeddedBackend(*file),
            ))),
        }
    }
}

impl From<PathBuf> for ConsoleFiles {
    fn from(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }
}

impl From<&Path> for ConsoleFiles {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}

impl From<&str> for ConsoleFiles {
    fn from(folder: &str) -> Self {
        Self::Folder(folder.into())
    }
}

impl fmt::Debug for ConsoleFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "Folder({})", folder.display()),
            Self::Embedded(_) => f.write_str("Embedded"),
        }
    }
}

fn compressed<B: Backend>(
    files: ServeDir<DefaultServeDirFallback, B>,
) -> ServeDir<DefaultServeDirFallback, B> {
    files
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
}

/// Serves the app's files as small as they were compressed at build time.
#[derive(Clone)]
pub(crate) enum FileServer {
    Folder(ServeDir<DefaultServeDirFallback, TokioBackend>),
    Embedded(ServeDir<DefaultServeDirFallback, EmbeddedBackend>),
}

impl FileServer {
    /// The file that `request` names.
    pub(crate) async fn serve(&self, request: Request<Body>) -> Response {
        match self {
            Self::Folder(files) => files.clone().oneshot(request).await.into_response(),
            Self::Embedded(files) => files.clone().oneshot(request).await.into_response(),
        }
    }

    /// The console's page, for any path.
    pub(crate) async fn serve_index(&self, mut request: Request<Body>) -> Response {
        *request.uri_mut() = axum::http::Uri::from_static("/index.html");
        self.serve(request).await
    }
}

/// The files in this program.
#[derive(Clone, Copy)]
pub(crate) struct EmbeddedBackend(fn(&str) -> Option<EmbeddedFile>);

impl EmbeddedBackend {
    fn find(self, path: &Path) -> io::Result<EmbeddedFile> {
        // `ServeDir` removes `..` and puts `./` before each path.
        let name = path.strip_prefix(".").unwrap_or(path).to_str();
        name.and_then(self.0)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Backend for EmbeddedBackend {
    type File = OpenFile;
    type Metadata = FileMetadata;
    type OpenFuture = Ready<io::Result<OpenFile>>;
    type MetadataFuture = Ready<io::Result<FileMetadata>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(self.find(&path).map(|file| OpenFile {
            about: FileMetadata::new(&file),
            content: Cursor::new(file.content),
        }))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.find(&path).map(|file| FileMetadata::new(&file)))
    }
}

/// What is known of a file. There are no folders.
#[derive(Clone, Copy)]
pub(crate) struct FileMetadata {
    bytes: u64,
    modified: Option<u64>,
}

impl FileMetadata {
    fn new(file: &EmbeddedFile) -> Self {
        Self {
            bytes: file.content.len() as u64,
            modified: file.modified,
        }
    }
}

impl Metadata for FileMetadata {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        self.modified
            .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
            .ok_or_else(|| io::ErrorKind::Unsupported.into())
    }

    fn len(&self) -> u64 {
        self.bytes
    }
}

/// A file being read.
pub(crate) struct OpenFile {
    about: FileMetadata,
    content: Cursor<Cow<'static, [u8]>>,
}

impl File for OpenFile {
    type Metadata = FileMetadata;
    type MetadataFuture<'a> = Ready<io::Result<FileMetadata>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.about))
    }
}

impl AsyncRead for OpenFile {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.content).poll_read(context, buffer)
    }
}

impl AsyncSeek for OpenFile {
    fn start_seek(mut self: Pin<&mut Self>, position: io::SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.content).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.content).poll_complete(context)
    }
}
