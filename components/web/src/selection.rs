//! Parts of lists of posts, as pages show them and feeds carry them.

use connectly_markdown::VERSION;
use connectly_service::{Db, DbError, FromRow, Row, params};
use connectly_types::Cursor;

use crate::post::{Author, Post};

/// How many posts a page shows.
pub const PAGE: u32 = 10;

/// Up to how many posts of an author are counted.
pub const COUNTED: u32 = 101;

/// Which part of a list.
#[derive(Clone, Copy)]
pub struct Part {
    /// The place after which it begins; `None` for the beginning.
    pub cursor: Option<Cursor>,
    /// How many posts.
    pub size: u32,
    /// Whether with their text.
    pub with_text: bool,
}

impl Part {
    /// A page of a list.
    pub fn page(cursor: Option<Cursor>, size: u32) -> Self {
        Self { cursor, size, with_text: false }
    }

    /// One more than it has, to see whether there is a next one.
    fn limit(self) -> i64 {
        i64::from(self.size) + 1
    }

    fn time(self) -> Option<i64> {
        self.cursor.map(|cursor| cursor.time)
    }

    fn id(self) -> Option<connectly_types::PostId> {
        self.cursor.map(|cursor| cursor.id)
    }

    fn of(self, mut posts: Vec<Post>) -> Posts {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let has_next = posts.len() > size;
        posts.truncate(size);
        let next = posts.last().filter(|_| has_next).map(Post::cursor);
        Posts { posts, next }
    }
}

/// A part of a list.
pub struct Posts {
    /// Newest first.
    pub posts: Vec<Post>,
    /// Where the next part begins; `None` in the last.
    pub next: Option<Cursor>,
}

/// The newest posts of everyone.
pub async fn of_everyone(db: &Db, part: Part) -> Result<Posts, DbError> {
    let statement = include_str!("read_posts.sql");
    let parameters = params![part.time(), part.id(), part.limit(), part.with_text, VERSION];
    let Column(posts) = db.query_one(statement, parameters).await?;
    Ok(part.of(posts))
}

/// The newest posts of a month such as `2026-11`.
pub async fn of_month(db: &Db, month: &str, part: Part) -> Result<Posts, DbError> {
    let statement = include_str!("read_month.sql");
    let first_day = format!("{month}-01");
    let parameters = params![first_day, part.time(), part.id(), part.limit(), VERSION];
    let Column(posts) = db.query_one(statement, parameters).await?;
    Ok(part.of(posts))
}

/// An author, by a present or former handle, with the newest posts; `None` if there is none.
pub async fn of_author(
    db: &Db,
    handle: &str,
    part: Part,
) -> Result<Option<(Author, Posts)>, DbError> {
    let statement = include_str!("read_author_page.sql");
    let counted = i64::from(COUNTED);
    let (time, id, limit) = (part.time(), part.id(), part.limit());
    let parameters = params![handle, time, id, limit, part.with_text, VERSION, counted];
    let AuthorRow(author, posts) = db.query_one(statement, parameters).await?;
    Ok(author.map(|author| (author, part.of(posts))))
}

/// A tag that posts have.
pub struct Tag {
    /// Its normal form.
    pub key: String,
    /// How it is shown.
    pub label: String,
}

/// A tag in any spelling, with the newest posts; `None` if no post has it.
pub async fn of_tag(db: &Db, tag: &str, part: Part) -> Result<Option<(Tag, Posts)>, DbError> {
    let Some(tag) = connectly_types::Tag::parse(tag) else { return Ok(None) };
    let statement = include_str!("read_tag_page.sql");
    let parameters =
        params![tag.key(), part.time(), part.id(), part.limit(), part.with_text, VERSION];
    let TagRow { label, posts } = db.query_one(statement, parameters).await?;
    let key = tag.key().to_owned();
    Ok(label.map(|label| (Tag { key, label }, part.of(posts))))
}

/// The column `posts` alone.
struct Column(Vec<Post>);

impl FromRow for Column {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(row.get_json("posts")?.unwrap_or_default()))
    }
}

struct AuthorRow(Option<Author>, Vec<Post>);

impl FromRow for AuthorRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(row.get_json("author")?, row.get_json("posts")?.unwrap_or_default()))
    }
}

struct TagRow {
    label: Option<String>,
    posts: Vec<Post>,
}

impl FromRow for TagRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { label: row.get("label")?, posts: row.get_json("posts")?.unwrap_or_default() })
    }
}
