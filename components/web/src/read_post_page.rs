//! `GET` of the page that shows a post.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use connectly_service::{
    App, Db, DbError, Error, FromRow, IfNoneMatch, PublicUrl, Result, Row, SessionCookie, params,
};
use connectly_types::PostId;
use http::{StatusCode, header::RETRY_AFTER};
use pulldown_cmark::{Event, Parser, TagEnd};

use crate::{
    head::{Article, Head},
    paths, read_page,
};

/// Characters of a post that search engines and link previews show.
const DESCRIPTION_MAX: usize = 200;

/// The app's page. Where everyone may read, its head says which post it shows.
///
/// The app itself is there whatever happens to the post: it says what is wrong in its own
/// words. The status is for those who do not run it.
pub async fn read_post_page(
    State(app): State<App>,
    db: Db,
    cookie: SessionCookie,
    url: PublicUrl,
    Path(id): Path<String>,
    condition: IfNoneMatch,
) -> Result<Response> {
    let of_the_site = Head::of_the_site(app.public_reads());
    let Some(id) = PostId::parse(&id) else {
        return read_page::answer(&of_the_site, StatusCode::NOT_FOUND, &condition);
    };
    if !app.public_reads() {
        return read_page::answer(&of_the_site, StatusCode::OK, &condition);
    }
    let found: Result<Option<PostRow>, DbError> =
        db.query_one(include_str!("read_post_page.sql"), params![id]).await;
    match found {
        Ok(Some(row)) => {
            let path = paths::POST.replace("{id}", &id.to_string());
            read_page::answer(&row.head(url.at(&path)), StatusCode::OK, &condition)
        }
        // A draft, perhaps, and its author asks: only the API can tell.
        Ok(None) if cookie.is_sent() => read_page::answer(&of_the_site, StatusCode::OK, &condition),
        Ok(None) => read_page::answer(&of_the_site, StatusCode::NOT_FOUND, &condition),
        Err(error) => {
            let problem = Error::from(error).into_response();
            let mut page = read_page::answer(&of_the_site, problem.status(), &condition)?;
            // What the log is to hear.
            page.extensions_mut().extend(problem.extensions().clone());
            page.headers_mut()
                .extend(problem.headers().get(RETRY_AFTER).map(|time| (RETRY_AFTER, time.clone())));
            Ok(page)
        }
    }
}

/// A post, with the beginning of its content.
struct PostRow {
    title: String,
    beginning: String,
    author_name: Option<String>,
    created_at: String,
    updated_at: String,
}

impl PostRow {
    fn head(self, url: String) -> Head {
        let description = description(&self.beginning);
        let article = Article {
            title: self.title,
            author: self.author_name,
            created_at: self.created_at,
            updated_at: self.updated_at,
        };
        Head::of_a_post(article, description, url)
    }
}

impl FromRow for PostRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            title: row.get("title")?,
            beginning: row.get("beginning")?,
            author_name: row.get("author_name")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// The first words of a text in Markdown, as plain text.
fn description(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => text.push(' '),
            _ => {}
        }
        if text.chars().count() > DESCRIPTION_MAX {
            break;
        }
    }
    let words = text.split_whitespace();
    let mut short = String::new();
    for word in words {
        if short.chars().count() + 1 + word.chars().count() > DESCRIPTION_MAX {
            return short + "…";
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}
