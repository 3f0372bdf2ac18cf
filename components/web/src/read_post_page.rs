//! `GET` of a post's page.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use connectly_markdown::VERSION;
use connectly_service::{App, Db, DbError, FromRow, IfNoneMatch, PublicUrl, Result, Row, params};
use http::{StatusCode, Uri};
use maud::{Markup, PreEscaped, html};

use crate::{
    address,
    bidi::{balanced, direction_of},
    head::Head,
    list::{byline, portrait, tags, titles, with_room},
    nothing::NO_POST,
    picture,
    post::{Author, Post},
    read_author_page::links,
    read_page, reader, redirect,
    selection::COUNTED,
};

/// How many other posts of the author follow.
const OTHERS: usize = 3;
/// The same, and one more, because the post itself may be among them.
const OTHERS_AND_ITSELF: i64 = 4;

/// A post by its address, a former one too. If reading needs an account, the app's page.
pub async fn read_post_page(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    uri: Uri,
    place: Result<Path<(String, String)>, PathRejection>,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::OK, &condition);
    }
    let Some((handle, slug)) = address::segments(place) else { return NO_POST.answer() };
    let found: Found =
        db.or_replica()
            .query_one(
                include_str!("read_post_page.sql"),
                params![
                    handle.as_str(),
                    slug.as_str(),
                    VERSION,
                    OTHERS_AND_ITSELF,
                    i64::from(COUNTED),
                ],
            )
            .await?;
    let Some(post) = &found.post else { return NO_POST.answer() };
    let path = post.path();
    // Whatever differs: a former handle or slug, capitals, another form of the same letters.
    if path != address::of_post(&handle, &slug) {
        return redirect::to(&path, &uri);
    }
    let head = Head::of_a_post(post, found.author.as_ref(), &url);
    let answer = reader::page(&head, &main(post, &found), &path, &condition)?;
    Ok(reader::modified(answer, &post.updated_at))
}

fn main(post: &Post, found: &Found) -> Markup {
    let direction = direction_of(&post.title);
    html! {
        article.column.post dir=[direction] {
            header.post-head {
                h1 class=(with_room("post-title", &post.title)) dir="auto" { (balanced(&post.title)) }
                div.post-meta {
                    (byline(post, true))
                    a.quiet-link.for-author href={ "/edit/" (post.id) } { "Edit" }
                }
            }
            @if let Some(cover) = &post.cover { (picture::cover(cover, post.cover_alt.as_deref())) }
            div.prose dir="ltr" { (PreEscaped(post.html())) }
            @if post.tags().next().is_some() { div.post-tags { (tags(post)) } }
            footer.post-foot {
                div.post-share.scripted {
                    button.button.button-small type="button" data-action="copy-link" hidden { "Copy link" }
                    button.button.button-small type="button" data-action="share" hidden { "Share" }
                    span #share-status.sr-only role="status" {}
                }
                @if let Some(author) = &found.author { (card(author)) }
                (others(post, found))
            }
        }
    }
}

fn card(author: &Author) -> Markup {
    html! {
        section.author-card aria-label="Author" {
            (portrait(author))
            div.author-words {
                p.author-name dir="auto" {
                    a href=(author.path()) rel="author" { (balanced(author.name())) }
                }
                @if let Some(bio) = &author.bio { p.author-bio dir="auto" { (balanced(bio)) } }
                (links(author))
            }
        }
    }
}

fn others(post: &Post, found: &Found) -> Markup {
    let others: Vec<_> =
        found.others.iter().filter(|other| other.id != post.id).take(OTHERS).collect();
    html! {
        @if !others.is_empty() {
            section.more-posts {
                h2.section-title {
                    span dir="ltr" {
                        "More by "
                        bdi { (balanced(post.author_name.as_deref().unwrap_or("this author"))) }
                    }
                }
                (titles(others, false))
            }
        }
    }
}

/// A post, its author, and the author's newest posts.
struct Found {
    post: Option<Post>,
    author: Option<Author>,
    others: Vec<Post>,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            post: row.get_json("post")?,
            author: row.get_json("author")?,
            others: row.get_json("others")?.unwrap_or_default(),
        })
    }
}
