//! The database interface of the handlers, and the components' statements behind it.

use connectly_types::limits::EXCERPT_MAX;
use connectly_types::{
    ContentForm, Cursor, ListPosts, ListedPost, Post, PostBody, PostId, SessionId, User, UserId,
};
use serde::{Deserialize, de::DeserializeOwned};

macro_rules! statement {
    ($file:literal) => {
        include_str!(concat!("../../../components/", $file))
    };
}

// Unlike the component's, these return rows and use no functions: here rows cost little, and a
// statement that is prepared once keeps its plan.
pub const READ_POST: &str = include_str!("read_post.sql");
pub const LIST_POSTS: &str = "select *, cover::text as cover_text
    from view_posts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
pub const CREATE_POST: &str = statement!("blog/src/create_post.sql");
pub const READ_PAGE: &str = statement!("web/src/read_post_page.sql");
pub const READ_CREDENTIALS: &str = statement!("user/src/read_credentials.sql");
pub const SIGN_IN: &str = statement!("user/src/sign_in.sql");

/// The client's address. It isn't used, because the limits are off.
pub const ADDRESS: &str = "127.0.0.1";

/// How many posts of the author follow on a page, with the post itself, and how many are counted, as the
/// component does.
pub const OTHERS: i64 = 4;
pub const COUNTED: i64 = 101;

/// The reason for a missing result.
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
    pub excerpt: String,
    pub reading_minutes: i64,
    pub html: String,
    pub published_at: Option<i64>,
    pub slug: String,
    /// JSON, as is the next.
    pub tags: String,
    pub tag_keys: String,
    pub cover: Option<String>,
    pub cover_alt: Option<String>,
    pub words: String,
}

/// What a post's page shows, as JSON.
pub struct FoundPage {
    /// `None` if there is no such post.
    pub post: Option<String>,
    pub author: Option<String>,
    /// Newest first. The post may be among them.
    pub others: Option<String>,
}

/// A user: the row's own columns, and its JSON.
pub fn user(id: UserId, email: String, name: Option<String>, profile: &str) -> Result<User, Error> {
    let Profile { handle, bio, links, picture } = json(profile)?;
    Ok(User { id, email, name, handle, bio, links, picture })
}

#[derive(Deserialize)]
struct Profile {
    handle: String,
    bio: Option<String>,
    links: Vec<String>,
    picture: Option<String>,
}

/// A value that a statement returns as JSON.
pub fn json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Failed(error.to_string()))
}

/// How long a post takes to read: the stored value, or computed if there is none.
pub fn reading_minutes(kept: Option<i32>, content: &str) -> u32 {
    kept.and_then(|minutes| minutes.try_into().ok())
        .unwrap_or_else(|| connectly_markdown::reading_minutes(content))
}

/// The text of a listed post: the excerpt in the row, or made from the content.
pub fn body(form: ContentForm, text: Option<String>, excerpt: Option<String>) -> PostBody {
    let text = text.unwrap_or_default();
    match form {
        ContentForm::Full => PostBody::Content(text),
        ContentForm::Excerpt => PostBody::Excerpt(
            excerpt.unwrap_or_else(|| connectly_markdown::excerpt(&text, EXCERPT_MAX as usize)),
        ),
    }
}

/// A session about to be stored.
pub struct NewSession {
    pub id: SessionId,
    pub email: String,
    pub user: UserId,
    /// The hash that was compared with the password.
    pub verified_hash: String,
    pub validity_seconds: i64,
}

/// A post in a list, and its position.
pub struct Listed {
    pub post: ListedPost,
    pub place: Cursor,
}

pub trait Database: Send + Sync + 'static {
    /// A post, as nobody in particular sees it, or as a session's user does.
    fn read_post(
        &self,
        session: Option<SessionId>,
        post: PostId,
    ) -> impl Future<Output = Result<Option<Post>, Error>> + Send;

    fn read_page(
        &self,
        handle: &str,
        slug: &str,
    ) -> impl Future<Output = Result<FoundPage, Error>> + Send;

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

    /// The password was right.
    fn sign_in(
        &self,
        session: NewSession,
    ) -> impl Future<Output = Result<Option<User>, Error>> + Send;
}
