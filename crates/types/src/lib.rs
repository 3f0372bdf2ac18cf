//! The contract of Connectly's API: every input and output, the limits, the checks and
//! the table of operations.
//!
//! No I/O, and no knowledge of the host or of a web framework, so that it builds
//! everywhere: the components answer with these types, the tests read them, and clients
//! are generated from them.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod access;
mod account;
mod answer_headers;
mod author;
mod common_passwords;
mod cursor;
mod device;
mod email;
mod endpoint;
mod export;
mod fault;
mod handle;
mod id;
mod input;
mod json;
pub mod limits;
mod links;
mod listing;
pub mod operation;
mod own_account;
mod password;
mod picture;
mod picture_address;
mod picture_file;
mod post;
mod problem;
mod query;
mod rate_limit;
#[cfg(feature = "schema")]
mod schema;
mod search;
mod shape;
mod slug;
mod tag;
mod text;
mod timestamp;
mod upload;
mod value;
mod visible;
mod writing;

pub use access::{Access, Caller, ClaimedSession};
pub use account::{LoggedOut, Me, SignIn, SignUp, SignedIn, User};
pub use answer_headers::{
    AnswerHeader, AnswerHeaders, ContentDisposition, ETag, Link, Location, SetCookie,
};
pub use author::{Author, ReadAuthor, SuggestTags, SuggestTagsQuery, SuggestedTag, SuggestedTags};
pub use cursor::Cursor;
pub use device::Device;
pub use email::Email;
pub use endpoint::{Endpoint, PathParameter, RequestBody, RequestPath, RequestQuery};
pub use export::{AccountExport, ExportAccount, ExportAccountQuery, ExportFormat, ExportedPost};
pub use fault::{Fault, FieldError};
pub use handle::{Handle, NewHandle};
pub use id::{PictureId, PostId, SessionId, UserId};
pub use input::{Field, FromQuery, Input, InputError, parse};
pub use links::Links;
pub use listing::{ContentForm, ListPosts, ListPostsQuery, ListedPost, PostBody, PostPage};
pub use operation::{Condition, GROUPS, Group, OPERATIONS, Operation, Parameter};
pub use own_account::{ChangePassword, DeleteAccount, PostsLeft, Session, Sessions, UpdateMe};
pub use password::{NewPassword, Password};
pub use picture::{
    AddedWidth, ListPictures, ListPicturesQuery, ListedPicture, Picture, PicturePage, PictureQuota,
    PictureWidth, UploadedPicture, picture_ending,
};
pub use picture_address::PictureAddress;
pub use picture_file::PictureFile;
pub use post::{Cover, Post, PostAuthor, PostDraft, PostHead, ReadPost};
pub use problem::{Problem, ProblemKind};
pub use rate_limit::RateLimit;
pub use search::{
    FoundAuthor, FoundPost, Piece, Question, SearchPosts, SearchPostsQuery, SearchResults,
};
pub use shape::Shape;
pub use slug::Slug;
pub use tag::{Tag, Tags};
pub use text::{AltText, Bio, Content, Name, Title};
pub use timestamp::Timestamp;
pub use upload::{SentBody, Upload, UploadForm};
pub use value::{Kind, Words};
pub use writing::{CreatePost, CreatedPost, SaveDraft, SavedDraft, UpdatePost, UpdatedPost};
