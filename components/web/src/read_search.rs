//! `GET` of the page of a search.

use axum::{
    extract::{Query, State},
    response::Response,
};
use connectly_markdown::VERSION;
use connectly_service::{App, Db, DbError, FromRow, IfNoneMatch, Result, Row, params};
use connectly_types::{
    Cursor, FoundAuthor, Piece, Question,
    limits::{FOUND_AUTHORS_MAX, QUESTION_MAX},
};
use http::{StatusCode, Uri};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    address,
    bidi::{balanced, direction_of},
    head::Head,
    list::{byline, portrait_of, tags, with_room},
    nothing, paths,
    post::{Post, UNNAMED},
    read_page, reader,
    selection::PAGE,
};

/// Posts and authors, best first; a form alone if nothing was asked. If reading needs an account, the app's
/// page.
pub async fn read_search(
    State(app): State<App>,
    db: Db,
    uri: Uri,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::OK, &condition);
    }
    let Some(Asked { question, before }) = Asked::of(&uri) else { return refused() };
    let found = match question.as_str() {
        "" => None,
        asked => Some(Found::by(&db.or_replica(), asked, before).await?),
    };
    let head = Head::of_a_search(question.as_str());
    let main = html! {
        div.column {
            (form(question.as_str()))
            @if let Some(found) = &found { (results(found, question.as_str(), before.is_none())) }
        }
    };
    reader::page(&head, &main, paths::SEARCH, &condition)
}

/// What a query asks for.
struct Asked {
    question: Question,
    before: Option<Cursor>,
}

/// What a query can have.
#[derive(Deserialize)]
struct Parameters {
    #[serde(default)]
    q: String,
    before: Option<String>,
}

impl Asked {
    /// `None` if nobody can ask that.
    fn of(uri: &Uri) -> Option<Self> {
        let Query(Parameters { q, before }) = Query::try_from_uri(uri).ok()?;
        let before = before.as_deref().and_then(Cursor::parse);
        Some(Self { question: Question::parse(&q)?, before })
    }
}

fn refused() -> Result<Response> {
    let title = "This can’t be searched for";
    let text = format!("A search is one text of at most {QUESTION_MAX} characters.");
    let way_on = html! { a.button href=(paths::SEARCH) { "Search again" } };
    let main = nothing::said(title, &text, &way_on);
    reader::private_page(StatusCode::BAD_REQUEST, &Head::of_nothing(title), &main)
}

fn form(asked: &str) -> Markup {
    html! {
        header.page-head { h1.page-title { "Search" } }
        form.search-form role="search" action=(paths::SEARCH) {
            input.input type="search" name="q" value=(asked) maxlength=(QUESTION_MAX) dir="auto"
                autofocus[asked.is_empty()] aria-label="Search posts and authors" enterkeyhint="search"
                autocomplete="off";
            button.button.button-primary { "Search" }
        }
    }
}

fn results(found: &Found, asked: &str, is_first: bool) -> Markup {
    html! {
        @if found.is_empty() && is_first {
            div.state {
                p.state-title { "Nothing found" }
                p { "Try other words, or fewer of them." }
            }
        }
        @if !found.authors.is_empty() { (authors(&found.authors)) }
        @if !found.posts.is_empty() {
            ol.feed aria-label="Posts" {
                @for post in &found.posts { li { (teaser(post)) } }
            }
        }
        @if !is_first || found.next.is_some() {
            nav.pages aria-label="Pages" {
                @if !is_first { a.button href=(at(asked, None)) { "First results" } }
                @if let Some(next) = found.next {
                    a.button rel="next" href=(at(asked, Some(next))) { "More results" }
                }
            }
        }
    }
}

fn at(asked: &str, cursor: Option<Cursor>) -> String {
    let address = format!("{}?q={}", paths::SEARCH, address::encoded(asked));
    match cursor {
        Some(cursor) => format!("{address}&before={cursor}"),
        None => address,
    }
}

fn authors(authors: &[FoundAuthor]) -> Markup {
    html! {
        ul.found-authors aria-label="Authors" {
            @for author in authors {
                li {
                    a.found-author href=(address::of_author(&author.handle)) {
                        @let name = author.name.as_deref().unwrap_or(UNNAMED);
                        (portrait_of(name, author.picture.as_deref()))
                        span { bdi.byline-author { (balanced(name)) } span.meta { "@" (author.handle) } }
                    }
                }
            }
        }
    }
}

fn teaser(FoundPost { post, title, excerpt }: &FoundPost) -> Markup {
    html! {
        article.teaser dir=[direction_of(&post.title)] {
            div.teaser-words {
                h2 class=(with_room("teaser-title", &post.title)) dir="auto" {
                    a href=(post.path()) { (pieces(title)) }
                }
                p.teaser-text dir="auto" { (pieces(excerpt)) }
                (byline(post, true))
                (tags(post))
            }
        }
    }
}

/// Each piece for itself, so that no change of direction reaches beyond its own.
fn pieces(pieces: &[Piece]) -> Markup {
    html! {
        @for piece in pieces {
            @if piece.marked { mark { (balanced(&piece.text)) } } @else { (balanced(&piece.text)) }
        }
    }
}

/// A page of what was found.
struct Found {
    authors: Vec<FoundAuthor>,
    posts: Vec<FoundPost>,
    next: Option<Cursor>,
}

struct FoundPost {
    post: Post,
    title: Vec<Piece>,
    excerpt: Vec<Piece>,
}

impl Found {
    async fn by(db: &Db, asked: &str, cursor: Option<Cursor>) -> Result<Self, DbError> {
        let (place, id) = (cursor.map(|cursor| cursor.time), cursor.map(|cursor| cursor.id));
        // One more than the page has, to see whether there is a next one.
        let limits = (i64::from(PAGE) + 1, i64::from(FOUND_AUTHORS_MAX));
        let parameters = params![asked, place, id, limits.0, limits.1, VERSION];
        let FoundRow { authors, mut posts } =
            db.query_one(include_str!("read_search.sql"), parameters).await?;
        let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let has_next = posts.len() > size;
        posts.truncate(size);
        let next = posts.last().filter(|_| has_next).and_then(PostRow::cursor);
        let posts = posts.into_iter().filter_map(PostRow::into_found).collect();
        Ok(Self { authors, posts, next })
    }

    fn is_empty(&self) -> bool {
        self.authors.is_empty() && self.posts.is_empty()
    }
}

struct FoundRow {
    authors: Vec<FoundAuthor>,
    posts: Vec<PostRow>,
}

impl FromRow for FoundRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let (authors, posts) = (row.get_json("authors")?, row.get_json("posts")?);
        Ok(Self { authors: authors.unwrap_or_default(), posts: posts.unwrap_or_default() })
    }
}

#[derive(Deserialize)]
struct PostRow {
    /// `None` if it isn't public any more.
    post: Option<Post>,
    place: i64,
    title: String,
    excerpt: String,
}

impl PostRow {
    fn cursor(&self) -> Option<Cursor> {
        self.post.as_ref().map(|post| Cursor { time: self.place, id: post.id })
    }

    fn into_found(self) -> Option<FoundPost> {
        let (title, excerpt) = (Piece::all_of(&self.title), Piece::all_of(&self.excerpt));
        self.post.map(|post| FoundPost { post, title, excerpt })
    }
}
