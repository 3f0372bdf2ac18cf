//! What the handlers ask of a database, and the statements of the components that answer it.

use connectly_types::{Cursor, ListPosts, ListedPost, Post, PostId, SessionId, User, UserId};

macro_rules! statement {
    ($file:literal) => {
        include_str!(concat!("../../../components/", $file))
    };
}

// Not the component's, which make one value of all, and functions that keep their plans: here rows
// cost little, and a statement that is prepared once keeps its plan by itself.
pub const READ_POST: &str = include_str!("read_post.sql");
pub const LIST_POSTS: &str = "select * from list_posts($1, $2, $3, $4, $5, $6)";
pub const CREATE_POST: &str = statement!("blog/src/create_post.sql");
pub const READ_CREDENTIALS: &str = statement!("user/src/read_credentials.sql");
pub const END_SIGN_IN: &str = statement!("user/src/end_sign_in.sql");
pub const SIGN_IN: &str = statement!("user/src/sign_in.sql");

/// How many expired sessions a sign-in clears away, as the component does.
pub const EXPIRED_AT_ONCE: i64 = 100;

/// The client's address, for limits that are off.
pub const ADDRESS: &str = "127.0.0.1";

/// Why there is no result.
#[derive(Debug)]
pub enum Error {
    /// `live_session` found none.
    SessionEnded,
    /// Anything else.
    Failed(String),
}

/// The SQLSTATE that `live_session` raises.
pub const SESSION_ENDED: &str = "CN401";

/// A post about to be written.
pub struct NewPost {
    pub id: PostId,
    pub title: String,
    pub content: String,
    pub published: bool,
}

/// A session about to be stored.
pub struct NewSession {
    pub id: SessionId,
    pub user: UserId,
    /// The hash that the password was compared with.
    pub verified_hash: String,
    pub validity_seconds: i64,
}

/// A post in a list and its place there.
pub struct Listed {
    pub post: ListedPost,
    pub place: Cursor,
}

pub trait Database: Send + Sync + 'static {
    fn read_post(
        &self,
        session: SessionId,
        post: PostId,
    ) -> impl Future<Output = Result<Option<Post>, Error>> + Send;

    /// One post more than the page holds, to see whether there is a next one.
    fn list_posts(
        &self,
        session: SessionId,
        list: ListPosts,
    ) -> impl Future<Output = Result<Vec<Listed>, Error>> + Send;

    fn create_post(
        &self,
        session: SessionId,
        post: NewPost,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    fn read_credentials(
        &self,
        email: &str,
    ) -> impl Future<Output = Result<Option<(UserId, String)>, Error>> + Send;

    /// That the password was right.
    fn end_sign_in(&self, email: &str) -> impl Future<Output = Result<(), Error>> + Send;

    fn sign_in(
        &self,
        session: NewSession,
    ) -> impl Future<Output = Result<Option<User>, Error>> + Send;
}
