//! What writers send: posts, and changes to them.

use serde::{Deserialize, Serialize};

use crate::{
    AltText, Content, Fault, FieldError, PictureAddress, Post, PostId, Slug, Tags, Timestamp,
    Title, input::input,
};

input! {
    /// Body of [`create_post`](crate::operation::CreatePost).
    pub struct CreatePost {
        /// One line, of which white space around it is dropped. A draft may be without one.
        pub title: Option<Title>,
        /// Markdown, kept as it came. A draft may be without any.
        pub content: Option<Content>,
        /// True when absent; false makes a draft.
        #[cfg_attr(feature = "schema", schemars(extend("default" = true)))]
        pub published: Option<bool>,
        /// When it is published, in RFC 3339 and UTC. A time in the past puts it there in lists. In
        /// the future, its author alone sees it until then. Now when absent.
        pub published_at = "publishedAt": Option<Timestamp>,
        /// The part of the address after the author's; made from the title when absent. What isn't a
        /// letter or a digit becomes a hyphen. If another post of the author has it, a number is
        /// appended.
        pub slug: Option<Slug>,
        /// At most 5. A tag that is there in another spelling already is dropped.
        pub tags: Option<Tags>,
        /// The `url` of an uploaded picture to show above it.
        pub cover: Option<PictureAddress>,
        /// What this picture shows.
        pub cover_alt = "coverAlt": Option<AltText>,
    }
    faults_together: incomplete_post
}

fn incomplete_post(input: &CreatePost) -> Vec<FieldError> {
    if input.published == Some(false) {
        return Vec::new();
    }
    let has_title = input.title.as_ref().is_some_and(|title| !title.as_str().is_empty());
    let has_content = input.content.as_ref().is_some_and(|content| !content.as_str().is_empty());
    unpublishable(has_title, has_content)
}

/// The faults of a published post that lacks these.
fn unpublishable(has_title: bool, has_content: bool) -> Vec<FieldError> {
    let fault = |has: bool, field| (!has).then(|| Fault::Unpublishable.of(field));
    [fault(has_title, "title"), fault(has_content, "content")].into_iter().flatten().collect()
}

/// Answer of [`create_post`](crate::operation::CreatePost).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatedPost {
    /// The new post.
    pub id: PostId,
}

input! {
    /// Body of [`update_post`](crate::operation::UpdatePost). What is absent stays as it is.
    pub struct UpdatePost {
        /// The post.
        pub id: PostId,
        /// One line, of which white space around it is dropped. A draft may be without one.
        pub title: Option<Title>,
        /// Markdown, kept as it came. A draft may be without any.
        pub content: Option<Content>,
        /// False takes the post out of every list but its author's own.
        pub published: Option<bool>,
        /// When it is published, in RFC 3339 and UTC. It is set when a post is published for the first
        /// time, and stays until it is changed here.
        pub published_at = "publishedAt": Option<Timestamp>,
        /// The part of the address after the author's. Former addresses lead to the post. A draft has
        /// none until it is published.
        pub slug: Option<Slug>,
        /// At most 5. A tag that is there in another spelling already is dropped.
        pub tags: Option<Tags>,
        /// The `url` of an uploaded picture to show above it. Null takes it away.
        pub cover: Option<Option<PictureAddress>>,
        /// What this picture shows. Null takes the description away.
        pub cover_alt = "coverAlt": Option<Option<AltText>>,
    }
    faults_together: emptied_post
}

fn emptied_post(input: &UpdatePost) -> Vec<FieldError> {
    if input.published != Some(true) {
        return Vec::new();
    }
    let has_title = input.title.as_ref().is_none_or(|title| !title.as_str().is_empty());
    let has_content = input.content.as_ref().is_none_or(|content| !content.as_str().is_empty());
    unpublishable(has_title, has_content)
}

/// Answer of [`update_post`](crate::operation::UpdatePost).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpdatedPost {
    /// The post.
    pub id: PostId,
    /// The post as it is now.
    pub post: Post,
    /// Always true.
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    pub updated: bool,
}

input! {
    /// Body of [`save_draft`](crate::operation::SaveDraft): the post as it would be published. Nothing
    /// of an earlier draft stays.
    pub struct SaveDraft {
        /// One line, of which white space around it is dropped; may be empty.
        pub title: Title,
        /// Markdown, kept as it came; may be empty.
        pub content: Content,
        /// At most 5. A tag that is there in another spelling already is dropped.
        pub tags: Option<Tags>,
        /// The `url` of an uploaded picture to show above it.
        pub cover: Option<PictureAddress>,
        /// What this picture shows.
        pub cover_alt = "coverAlt": Option<AltText>,
    }
}

/// Answer of [`save_draft`](crate::operation::SaveDraft).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedDraft {
    /// The post.
    pub id: PostId,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::input::tests::faults;

    fn unpublishable(fields: &[&str]) -> Vec<(String, String)> {
        fields.iter().map(|field| (field.to_string(), "unpublishable".to_owned())).collect()
    }

    #[test]
    fn only_a_draft_may_be_without_a_title_or_a_text() {
        assert_eq!(faults::<CreatePost>(&json!({})), unpublishable(&["title", "content"]));
        for body in [json!({ "title": "t" }), json!({ "title": "t", "content": "" })] {
            assert_eq!(faults::<CreatePost>(&body), unpublishable(&["content"]), "{body}");
        }
        let untitled = json!({ "title": " ", "content": "c", "published": true });
        assert_eq!(faults::<CreatePost>(&untitled), unpublishable(&["title"]));
        for body in [json!({ "published": false }), json!({ "title": "", "published": false })] {
            assert_eq!(faults::<CreatePost>(&body), [], "{body}");
        }
    }

    #[test]
    fn what_is_emptied_can_not_be_published_at_the_same_time() {
        let id = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
        let update = |body: Value| {
            let mut body = body;
            body["id"] = json!(id);
            faults::<UpdatePost>(&body)
        };
        assert_eq!(update(json!({ "title": "", "published": true })), unpublishable(&["title"]));
        for good in [
            json!({ "published": true }),
            json!({ "title": "" }),
            json!({ "title": "", "content": "", "published": false }),
        ] {
            assert_eq!(update(good.clone()), [], "{good}");
        }
    }
}
