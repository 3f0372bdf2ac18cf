//! Lists of posts.

use serde::{Deserialize, Serialize};

use crate::limits::PAGE_DEFAULT;
#[cfg(feature = "schema")]
use crate::limits::{EXCERPT_MAX, PAGE_MAX, PAGE_MIN};
use crate::{
    Cursor, Fault, FieldError, FromQuery, Handle, PostHead, Tag, UserId,
    query::{self, page_limit, read},
};

/// A post in a list: a [`Post`](crate::Post) whose text may be cut to an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListedPost {
    /// All but the text.
    #[serde(flatten)]
    pub head: PostHead,
    /// All of the text, or its beginning.
    #[serde(flatten)]
    pub body: PostBody,
    /// How long all of it takes to read, in whole minutes, at least one.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub reading_minutes: u32,
    /// Whether it has changes that aren't published. Only its author learns of them.
    pub has_draft: bool,
}

/// The text of a listed post, named after the requested form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum PostBody {
    /// With `content=full`.
    Content(String),
    /// With `content=excerpt`: the beginning of the text as readers see it, in one line and without
    /// Markdown's signs. Code blocks, footnotes and pictures are left out, unless there is nothing
    /// else.
    Excerpt(#[cfg_attr(feature = "schema", schemars(length(max = EXCERPT_MAX)))] String),
}

/// Answer of [`list_posts`](crate::operation::ListPosts).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PostPage {
    /// Newest first.
    pub posts: Vec<ListedPost>,
    /// Where the next page begins; null on the last one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Cursor>"))]
    pub next_cursor: Option<String>,
}

/// Query of [`list_posts`](crate::operation::ListPosts), as it comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListPostsQuery {
    /// How many posts at most.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>", range(min = PAGE_MIN, max = PAGE_MAX), extend("default" = PAGE_DEFAULT)))]
    pub limit: Option<String>,
    /// `nextCursor` of the page before; absent for the first page.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Cursor>"))]
    pub cursor: Option<String>,
    /// Only the posts of the user with this id.
    #[cfg_attr(feature = "schema", schemars(with = "Option<UserId>"))]
    pub author: Option<String>,
    /// Only the posts of the author with this handle, or who had it once.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Handle>"))]
    pub handle: Option<String>,
    /// Only the posts with this tag, in any spelling.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Tag>"))]
    pub tag: Option<String>,
    /// How much of each text: all of it, or its beginning in plain words, under the name `excerpt`.
    #[cfg_attr(feature = "schema", schemars(with = "Option<ContentForm>", extend("default" = "full")))]
    pub content: Option<String>,
    /// True lists published posts only, false drafts only. Nobody sees another user's drafts, so false
    /// is an empty list unless `author` is your own id.
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    pub published: Option<String>,
}

/// Query of [`list_posts`](crate::operation::ListPosts), read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPosts {
    /// How many posts at most, 1 to `PAGE_MAX`.
    pub limit: u32,
    /// After which post.
    pub cursor: Option<Cursor>,
    /// Whose posts; anyone's when absent.
    pub author: Option<UserId>,
    /// Whose posts, by handle; anyone's when absent.
    pub handle: Option<Handle>,
    /// The tag that they have.
    pub tag: Option<Tag>,
    /// How much of their text.
    pub content: ContentForm,
    /// Only published posts, or only drafts; both when absent.
    pub published: Option<bool>,
}

/// How much of each post's text a list contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentForm {
    /// All of it.
    Full,
    /// Its beginning.
    Excerpt,
}

impl FromQuery for ListPosts {
    type Raw = ListPostsQuery;
}

/// The fault of each parameter.
impl ListPostsQuery {
    /// The fault of an invalid `limit`.
    pub const LIMIT: Fault = query::LIMIT;
    /// The fault of an invalid `content`.
    pub const CONTENT: Fault = Fault::Choice("full or excerpt");
    /// The fault of a `published` that isn't a boolean.
    pub const PUBLISHED: Fault = Fault::Choice("true or false");
}

impl TryFrom<ListPostsQuery> for ListPosts {
    type Error = Vec<FieldError>;

    /// All faults at once.
    fn try_from(query: ListPostsQuery) -> Result<Self, Self::Error> {
        let mut errors = Vec::new();
        let limit = read(&mut errors, "limit", ListPostsQuery::LIMIT, query.limit, page_limit);
        let cursor = read(&mut errors, "cursor", Fault::Cursor, query.cursor, Cursor::parse);
        let author = read(&mut errors, "author", Fault::Uuid, query.author, UserId::parse);
        let handle = read(&mut errors, "handle", Fault::Handle, query.handle, |text| {
            Handle::parse(text).ok()
        });
        let tag = read(&mut errors, "tag", Fault::Tag, query.tag, Tag::parse);
        let content =
            read(&mut errors, "content", ListPostsQuery::CONTENT, query.content, content_form);
        let published =
            read(&mut errors, "published", ListPostsQuery::PUBLISHED, query.published, boolean);
        if errors.is_empty() {
            Ok(Self {
                limit: limit.unwrap_or(PAGE_DEFAULT),
                cursor,
                author,
                handle,
                tag,
                content: content.unwrap_or(ContentForm::Full),
                published,
            })
        } else {
            Err(errors)
        }
    }
}

fn content_form(text: &str) -> Option<ContentForm> {
    match text {
        "full" => Some(ContentForm::Full),
        "excerpt" => Some(ContentForm::Excerpt),
        _ => None,
    }
}

fn boolean(text: &str) -> Option<bool> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PostAuthor, PostId};

    #[test]
    fn a_list_has_defaults() {
        assert_eq!(
            ListPosts::try_from(ListPostsQuery::default()),
            Ok(ListPosts {
                limit: PAGE_DEFAULT,
                cursor: None,
                author: None,
                handle: None,
                tag: None,
                content: ContentForm::Full,
                published: None,
            })
        );
    }

    #[test]
    fn all_faults_of_a_query_are_told_together() {
        for limit in ["0", "101", "-1", "1.5", "ten", " 5", "99999999999"] {
            let query = ListPostsQuery {
                limit: Some(limit.to_owned()),
                cursor: Some("w".to_owned()),
                author: Some("x".to_owned()),
                handle: Some("@".to_owned()),
                tag: Some("/".to_owned()),
                content: Some("y".to_owned()),
                published: Some("z".to_owned()),
            };
            let errors = ListPosts::try_from(query).unwrap_err();
            let codes: Vec<_> = errors.iter().map(|error| error.code.as_str()).collect();
            assert_eq!(codes, ["range", "cursor", "uuid", "handle", "tag", "choice", "choice"]);
            assert_eq!(errors[0].message, "limit must be a whole number from 1 to 100");
        }
    }

    #[test]
    fn a_listed_post_has_content_or_excerpt() {
        let id = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
        let user = UserId::parse(id).unwrap();
        let head = PostHead {
            id: PostId::parse(id).unwrap(),
            title: "t".to_owned(),
            published: true,
            author_id: user,
            author: PostAuthor { id: user, name: None, handle: None },
            created_at: String::new(),
            updated_at: String::new(),
            published_at: None,
            slug: None,
            address: None,
            tags: Vec::new(),
            cover: None,
        };
        let post =
            |body| ListedPost { head: head.clone(), body, reading_minutes: 1, has_draft: false };
        let full = serde_json::to_value(post(PostBody::Content("c".to_owned()))).unwrap();
        assert_eq!((&full["content"], full.get("excerpt")), (&"c".into(), None));
        let cut = serde_json::to_value(post(PostBody::Excerpt("c".to_owned()))).unwrap();
        assert_eq!((&cut["excerpt"], cut.get("content")), (&"c".into(), None));
    }
}
