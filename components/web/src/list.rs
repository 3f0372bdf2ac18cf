//! Lists of posts.

use maud::{Markup, html};

use crate::{
    address,
    bidi::{balanced, direction_of, room_for},
    date, picture,
    post::{Author, Post, UNNAMED},
    selection::Posts,
};

/// How a list shows its posts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The first is larger.
    Front,
    /// All have the same size.
    Even,
    /// Without the author, whose page it is.
    OfOneAuthor,
}

/// A page of a list, and the links to the other pages.
pub fn list(list: &Posts, look: Look, path: &str, is_first: bool) -> Markup {
    html! {
        ol.feed {
            @for (index, post) in list.posts.iter().enumerate() {
                li { (teaser(post, look, index == 0 && is_first && look == Look::Front)) }
            }
        }
        @if !is_first || list.next.is_some() {
            nav.pages aria-label="Pages" {
                @if !is_first { a.button href=(path) { "Newest posts" } }
                @if let Some(next) = list.next {
                    a.button rel="next" href=(address::with_cursor(path, Some(next))) { "Older posts" }
                }
            }
        }
    }
}

fn teaser(post: &Post, look: Look, is_large: bool) -> Markup {
    let classes = [
        Some("teaser"),
        is_large.then_some("teaser-first"),
        post.cover.is_some().then_some("teaser-with-picture"),
    ];
    let classes = classes.into_iter().flatten().collect::<Vec<_>>().join(" ");
    html! {
        article class=(classes) dir=[direction_of(&post.title)] {
            @if let (true, Some(cover)) = (is_large, &post.cover) { (picture::large(cover)) }
            div.teaser-words {
                h2 class=(with_room("teaser-title", &post.title)) dir="auto" {
                    a href=(post.path()) { (balanced(&post.title)) }
                }
                p.teaser-text dir="auto" { (post.teaser()) }
                (byline(post, look != Look::OfOneAuthor))
                (tags(post))
            }
            @if let (false, Some(cover)) = (is_large, &post.cover) { (picture::thumbnail(cover)) }
        }
    }
}

/// The author, the day and the time that a post takes.
pub fn byline(post: &Post, with_author: bool) -> Markup {
    html! {
        p.byline {
            @if with_author { (author_name(post)) }
            time datetime=(post.published_at) { (date::day(&post.published_at)) }
            span { (post.reading_minutes()) " min read" }
        }
    }
}

/// The name leads to the author's page, if there is one.
fn author_name(post: &Post) -> Markup {
    let name = html! {
        @match &post.author_name {
            Some(name) => bdi { (balanced(name)) },
            None => (UNNAMED),
        }
    };
    html! {
        @match post.author_path() {
            Some(path) => a.byline-author rel="author" href=(path) { (name) },
            None => span { (name) },
        }
    }
}

/// A post's tags; nothing if it has none.
pub fn tags(post: &Post) -> Markup {
    let mut tags = post.tags().peekable();
    html! {
        @if tags.peek().is_some() {
            ul.tags aria-label="Tags" {
                @for (key, label) in tags {
                    li { a.tag rel="tag" href=(address::of_tag(key)) dir="auto" { (balanced(label)) } }
                }
            }
        }
    }
}

/// Titles alone, each with its day.
pub fn titles<'a>(posts: impl IntoIterator<Item = &'a Post>, with_author: bool) -> Markup {
    html! {
        ol.titles {
            @for post in posts {
                li {
                    a href=(post.path()) dir="auto" { (balanced(&post.title)) }
                    span.meta dir="ltr" {
                        @if let (true, Some(name)) = (with_author, &post.author_name) {
                            bdi { (balanced(name)) } " · "
                        }
                        time datetime=(post.published_at) { (date::day(&post.published_at)) }
                    }
                }
            }
        }
    }
}

/// An author's picture or, where there is none, the name's first letter. The name stands beside it.
pub fn portrait(author: &Author) -> Markup {
    portrait_of(author.name(), author.picture.as_deref())
}

/// The same of an author with this name and picture.
pub fn portrait_of(name: &str, picture: Option<&str>) -> Markup {
    let letter = name.chars().find(|letter| letter.is_alphanumeric());
    html! {
        @match picture {
            Some(address) => (picture::portrait(address)),
            None => {
                span.author-picture.author-letter aria-hidden="true" {
                    @if let Some(letter) = letter { (letter.to_uppercase()) }
                }
            }
        }
    }
}

/// A class for a title, and one more if its letters need room.
pub fn with_room(class: &str, title: &str) -> String {
    room_for(title).map_or_else(|| class.to_owned(), |room| format!("{class} {room}"))
}
