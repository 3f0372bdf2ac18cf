//! Pages that say why there is none: one heading, one sentence, one way on.

use axum::{extract::Request, middleware::Next, response::Response};
use connectly_service::Result;
use http::{StatusCode, header::RETRY_AFTER};
use maud::{Markup, html};

use crate::{accept::prefers_html, head::Head, paths, reader};

/// What to say.
pub struct Nothing {
    /// The heading, and the page's title.
    pub title: &'static str,
    /// Why.
    pub text: &'static str,
}

/// For any address.
pub const NO_PAGE: Nothing = Nothing {
    title: "There’s nothing here",
    text: "The address may be wrong, or the page may have been removed.",
};
/// For a post's address.
pub const NO_POST: Nothing = Nothing {
    title: "No such post",
    text: "It may have been deleted, or it may not be published yet.",
};
/// For an author's address.
pub const NO_AUTHOR: Nothing =
    Nothing { title: "No such author", text: "There’s no author at this address." };
/// For a tag's address.
pub const NO_TAG: Nothing =
    Nothing { title: "No posts with this tag", text: "Nothing has been published with it yet." };
/// For a month without posts.
pub const NO_MONTH: Nothing =
    Nothing { title: "No posts in this month", text: "Nothing was published then." };

impl Nothing {
    /// The page with status 404.
    pub fn answer(&self) -> Result<Response> {
        self.page().map(reader::shared_briefly)
    }

    /// The same, where somebody else would get another answer.
    pub fn answer_to_one(&self) -> Result<Response> {
        self.page()
    }

    fn page(&self) -> Result<Response> {
        let way_on = html! { a.button href=(paths::FEED) { "Read the latest posts" } };
        let main = said(self.title, self.text, &way_on);
        reader::private_page(StatusCode::NOT_FOUND, &Head::of_nothing(self.title), &main)
    }
}

/// The main part of such a page.
pub fn said(title: &str, text: &str, way_on: &Markup) -> Markup {
    html! {
        div.column {
            div.state {
                h1.state-title { (title) }
                p { (text) }
                (way_on)
            }
        }
    }
}

/// Turns a failure into a page, if a browser asks for one.
pub async fn for_people(request: Request, next: Next) -> Response {
    let wants_page = prefers_html(request.headers());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if !wants_page || !response.status().is_server_error() {
        return response;
    }
    let title = "Connectly is temporarily unavailable";
    let way_on = html! { a.button href=(path) { "Try again" } };
    let main =
        said(title, "The server can’t answer right now. Please try again in a moment.", &way_on);
    let head = Head::of_nothing(title);
    let Ok(mut page) = reader::private_page(response.status(), &head, &main) else {
        return response;
    };
    // The text for the log.
    page.extensions_mut().extend(response.extensions().clone());
    let retry_after = response.headers().get(RETRY_AFTER).cloned();
    page.headers_mut().extend(retry_after.map(|time| (RETRY_AFTER, time)));
    page
}
