//! `GET /api/v1/blog/bulk`

use connectly_service::{Call, Db, DbError, FromRow, ParameterValue, Reply, Result, Row, params};
use connectly_types::{ContentForm, Cursor, PostPage, operation::ListPosts};

use crate::{post::PostRow, summary::SUMMARY_VERSION};

/// A page of posts, newest first: published ones and, with the caller as `author`, the caller's
/// drafts. `published` selects one of the two.
pub async fn list_posts(call: Call<ListPosts>) -> Result<Reply<ListPosts>> {
    let Call { caller, query: list, db, .. } = call;
    let tag = list.tag.map(|tag| tag.key().to_owned());
    let (time, id) = (list.cursor.map(|cursor| cursor.time), list.cursor.map(|cursor| cursor.id));
    let excerpts = list.content == ContentForm::Excerpt;
    let of_most = |limit: i64| {
        params![
            caller,
            list.author,
            list.handle.clone(),
            tag.clone(),
            time,
            id,
            limit,
            excerpts,
            SUMMARY_VERSION,
            list.published,
        ]
    };
    let limit = i64::from(list.limit);
    let page: Kept = db.query_one(include_str!("list_posts.sql"), of_most(limit)).await?;
    if page.is_kept {
        return page.into_reply();
    }
    // One more than the page holds, to see whether there is a next one.
    let page = whole_page(&db, of_most(limit + 1), list.limit, list.content).await?;
    Ok(Reply::new(page))
}

/// A page with a post of which something has to be made again.
async fn whole_page(
    db: &Db,
    parameters: Vec<ParameterValue>,
    limit: u32,
    form: ContentForm,
) -> Result<PostPage> {
    let Found(mut rows) = db.query_one(include_str!("view_posts.sql"), parameters).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_next = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| has_next).map(|last| last.place().to_string());
    let posts = rows.into_iter().map(|row| row.into_listed(form)).collect();
    Ok(PostPage { posts, next_cursor })
}

/// A page as the API has it.
struct Kept {
    /// In JSON; `None` if the page is empty.
    posts: Option<String>,
    /// The place of the last one, if there are more.
    next: Option<Cursor>,
    /// Whether nothing has to be made again.
    is_kept: bool,
}

impl Kept {
    fn into_reply(self) -> Result<Reply<ListPosts>> {
        let posts = self.posts.as_deref().unwrap_or("[]");
        // A cursor has no character that JSON would mark.
        let next = self.next.map_or("null".to_owned(), |place| format!(r#""{place}""#));
        Ok(Reply::json((), format!(r#"{{"posts":{posts},"nextCursor":{next}}}"#)))
    }
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let (time, id) = (row.get("last_microseconds")?, row.get("last_id")?);
        let last = Option::zip(time, id).map(|(time, id)| Cursor { time, id });
        let has_more: bool = row.get("has_more")?;
        Ok(Self {
            posts: row.get("posts")?,
            next: last.filter(|_| has_more),
            is_kept: row.get("is_kept")?,
        })
    }
}

/// All posts of a page in one row, because the host takes long to pass on a row.
struct Found(Vec<PostRow<Option<String>>>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let posts: Option<_> = row.get_json("posts")?;
        Ok(Self(posts.unwrap_or_default()))
    }
}
