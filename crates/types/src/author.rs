//! Authors and tags, as readers see them.

use serde::{Deserialize, Serialize};

use crate::{Fault, FieldError, FromQuery, UserId};
#[cfg(feature = "schema")]
use crate::{
    Handle, PictureAddress, Tag,
    limits::{LINKS_MAX, SUGGESTED_TAGS_MAX},
    schema::Time,
};

/// Answer of [`read_author`](crate::operation::ReadAuthor).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadAuthor {
    /// The author.
    pub author: Author,
}

/// An author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Author {
    /// The author's id.
    pub id: UserId,
    /// The present one: the author's page is at `/@` and this.
    #[cfg_attr(feature = "schema", schemars(with = "Handle"))]
    pub handle: String,
    /// Null if none was given.
    pub name: Option<String>,
    /// What the author says; null if nothing.
    pub bio: Option<String>,
    /// The author's other pages.
    #[cfg_attr(feature = "schema", schemars(length(max = LINKS_MAX)))]
    pub links: Vec<String>,
    /// The address of a picture; null if there is none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<PictureAddress>"))]
    pub picture: Option<String>,
    /// How many posts everybody can read, counted up to 1,000.
    pub posts: u32,
    /// Since when: RFC 3339, in UTC.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub joined_at: String,
}

/// Query of [`suggest_tags`](crate::operation::SuggestTags), as it comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuggestTagsQuery {
    /// How the tag begins, in any spelling; the tags in most use when it is absent or empty.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Tag>"))]
    pub prefix: Option<String>,
}

/// Query of [`suggest_tags`](crate::operation::SuggestTags), read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestTags {
    /// The normal form of how the tag begins.
    pub prefix: Option<String>,
}

impl FromQuery for SuggestTags {
    type Raw = SuggestTagsQuery;
}

impl TryFrom<SuggestTagsQuery> for SuggestTags {
    type Error = Vec<FieldError>;

    fn try_from(query: SuggestTagsQuery) -> Result<Self, Self::Error> {
        let prefix = query.prefix.filter(|prefix| !prefix.trim().is_empty());
        let Some(prefix) = prefix else { return Ok(Self { prefix: None }) };
        match crate::Tag::parse(&prefix) {
            Some(tag) => Ok(Self { prefix: Some(tag.key().to_owned()) }),
            None => Err(vec![Fault::Tag.of("prefix")]),
        }
    }
}

/// Answer of [`suggest_tags`](crate::operation::SuggestTags).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuggestedTags {
    /// Those in most use first.
    #[cfg_attr(feature = "schema", schemars(length(max = SUGGESTED_TAGS_MAX)))]
    pub tags: Vec<SuggestedTag>,
}

/// A tag that posts have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuggestedTag {
    /// As the first post that had it spelled it.
    pub tag: String,
    /// How many published posts have it.
    pub posts: u32,
}
