//! `GET` of the page that shows a post.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use connectly_markdown::{VERSION, excerpt, shorten};
use connectly_service::{
    App, Db, DbError, Error, FromRow, IfNoneMatch, PublicUrl, Result, Row, SessionCookie, params,
};
use connectly_types::{PostId, limits::EXCERPT_MAX};
use http::{StatusCode, header::RETRY_AFTER};

use crate::{
    head::{Article, Head},
    paths, read_page,
};

/// Characters of a post that search engines and link previews show.
const DESCRIPTION_MAX: usize = 200;

/// The app's page. If everyone may read, its head describes the post.
///
/// The app's page is served even if the post cannot be read: the app shows what is wrong. The
/// status is for clients that do not run the app.
pub async fn read_post_page(
    State(app): State<App>,
    db: Db,
    cookie: SessionCookie,
    url: PublicUrl,
    id: Result<Path<String>, PathRejection>,
    condition: IfNoneMatch,
) -> Result<Response> {
    let of_the_site = Head::of_the_site(app.public_reads());
    let Some(id) = id.ok().and_then(|Path(id)| PostId::parse(&id)) else {
        return read_page::answer(&of_the_site, StatusCode::NOT_FOUND, &condition);
    };
    if !app.public_reads() {
        return read_page::answer(&of_the_site, StatusCode::OK, &condition);
    }
    let found: Result<Option<PostRow>, DbError> =
        db.or_replica().query_one(include_str!("read_post_page.sql"), params![id, VERSION]).await;
    match found {
        Ok(Some(row)) => {
            let path = paths::POST.replace("{id}", &id.to_string());
            read_page::answer(&row.head(url.at(&path)), StatusCode::OK, &condition)
        }
        // It may be a draft, requested by its author: only the API can tell.
        Ok(None) if cookie.is_sent() => read_page::answer(&of_the_site, StatusCode::OK, &condition),
        Ok(None) => read_page::answer(&of_the_site, StatusCode::NOT_FOUND, &condition),
        Err(error) => {
            let problem = Error::from(error).into_response();
            let mut page = read_page::answer(&of_the_site, problem.status(), &condition)?;
            // The text for the log.
            page.extensions_mut().extend(problem.extensions().clone());
            page.headers_mut()
                .extend(problem.headers().get(RETRY_AFTER).map(|time| (RETRY_AFTER, time.clone())));
            Ok(page)
        }
    }
}

/// A post with its excerpt or the beginning of its content.
struct PostRow {
    title: String,
    excerpt: Option<String>,
    beginning: Option<String>,
    author_name: Option<String>,
    created_at: String,
    updated_at: String,
}

impl PostRow {
    fn head(self, url: String) -> Head {
        let excerpt = self.excerpt.unwrap_or_else(|| {
            excerpt(self.beginning.as_deref().unwrap_or_default(), EXCERPT_MAX as usize)
        });
        let description = shorten(&excerpt, DESCRIPTION_MAX);
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
            excerpt: row.get("excerpt")?,
            beginning: row.get("beginning")?,
            author_name: row.get("author_name")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}
