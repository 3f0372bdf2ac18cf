//! Published posts and their authors, as `migrations/0014_pages.sql` writes them.

use std::borrow::Cow;

use connectly_markdown::{excerpt, reading_minutes, render, shorten};
use connectly_types::{Cursor, PostId, UserId, limits::EXCERPT_MAX};
use serde::Deserialize;

use crate::address;

/// Characters of a post that search engines and link previews show.
const DESCRIPTION_MAX: usize = 200;
/// Characters of a post that a list shows.
const TEASER_MAX: usize = 240;

/// A published post.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Post {
    pub id: PostId,
    pub title: String,
    slug: String,
    /// `None` if this version has to make it.
    excerpt: Option<String>,
    reading_minutes: Option<u32>,
    html: Option<String>,
    /// Only where something has to be made of it.
    content: Option<String>,
    tags: Vec<String>,
    tag_keys: Vec<String>,
    pub cover: Option<String>,
    pub cover_alt: Option<String>,
    pub author_id: UserId,
    pub author_name: Option<String>,
    author_handle: String,
    has_author: bool,
    /// RFC 3339.
    pub published_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// Microseconds since 1970, by which lists are sorted.
    place: i64,
}

impl Post {
    /// The path of its page.
    pub fn path(&self) -> String {
        address::of_post(&self.author_handle, &self.slug)
    }

    /// The path of its author's page; `None` if the account was deleted.
    pub fn author_path(&self) -> Option<String> {
        self.has_author.then(|| address::of_author(&self.author_handle))
    }

    /// Its place in a list.
    pub fn cursor(&self) -> Cursor {
        Cursor { time: self.place, id: self.id }
    }

    /// How many minutes it takes to read.
    pub fn reading_minutes(&self) -> u32 {
        self.reading_minutes.unwrap_or_else(|| reading_minutes(self.source()))
    }

    /// Its beginning, for a list.
    pub fn teaser(&self) -> String {
        shorten(&self.excerpt(), TEASER_MAX)
    }

    /// Its beginning, for search engines and link previews.
    pub fn description(&self) -> String {
        shorten(&self.excerpt(), DESCRIPTION_MAX)
    }

    /// Its text.
    pub fn html(&self) -> Cow<'_, str> {
        match &self.html {
            Some(html) => Cow::Borrowed(html),
            None => Cow::Owned(render(self.source())),
        }
    }

    /// Its tags: their normal forms, and how they are shown.
    pub fn tags(&self) -> impl Iterator<Item = (&str, &str)> {
        let labels = self.tags.iter().map(String::as_str);
        self.tag_keys.iter().map(String::as_str).zip(labels)
    }

    fn excerpt(&self) -> Cow<'_, str> {
        match &self.excerpt {
            Some(excerpt) => Cow::Borrowed(excerpt),
            None => Cow::Owned(excerpt(self.source(), EXCERPT_MAX as usize)),
        }
    }

    fn source(&self) -> &str {
        self.content.as_deref().unwrap_or_default()
    }
}

/// An author who has a page.
#[derive(Deserialize)]
pub struct Author {
    pub handle: String,
    pub name: Option<String>,
    pub bio: Option<String>,
    pub links: Vec<String>,
    pub picture: Option<String>,
    /// How many posts they have published, up to the limit of the statement.
    pub posts: u32,
}

impl Author {
    /// The name, or what is shown where there is none.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(UNNAMED)
    }

    /// The path of the author's page.
    pub fn path(&self) -> String {
        address::of_author(&self.handle)
    }
}

/// Shown in place of a name.
pub const UNNAMED: &str = "Unnamed author";
