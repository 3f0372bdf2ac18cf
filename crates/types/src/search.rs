//! Search in posts and authors.

use serde::{Deserialize, Serialize};

use crate::{
    Cursor, Fault, FieldError, FromQuery, PostHead, UserId,
    limits::{QUESTION_MAX, SEARCH_PAGE_DEFAULT},
    query::{SEARCH_LIMIT, read, search_limit},
    text::length_fault,
};
#[cfg(feature = "schema")]
use crate::{
    Handle, PictureAddress,
    limits::{FOUND_AUTHORS_MAX, PAGE_MIN, SEARCH_PAGE_MAX},
};

/// What somebody searches for, in one line: words that a post has to have, `"phrases in quotes"`, `or`
/// between two words, and `-` before a word that it must not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question(String);

impl Question {
    /// Reads a question. White space around it is dropped, and control characters are white space. `None` if
    /// it is too long.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if length_fault(text, 0, QUESTION_MAX).is_some() {
            return None;
        }
        let plain: String = text
            .chars()
            .map(|character| if character.is_control() { ' ' } else { character })
            .collect();
        Some(Self(plain.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// The text; empty if nothing was asked.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Query of [`search_posts`](crate::operation::SearchPosts), as it comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchPostsQuery {
    /// What to search for: words, `"phrases in quotes"`, `or`, and `-` before what a post must not have. The
    /// last word may be the beginning of one. Nothing is found without a word to look for.
    #[cfg_attr(feature = "schema", schemars(length(min = 0, max = QUESTION_MAX)))]
    pub q: Option<String>,
    /// How many posts at most.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>", range(min = PAGE_MIN, max = SEARCH_PAGE_MAX), extend("default" = SEARCH_PAGE_DEFAULT)))]
    pub limit: Option<String>,
    /// `nextCursor` of the page before; absent for the first page.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Cursor>"))]
    pub cursor: Option<String>,
}

/// Query of [`search_posts`](crate::operation::SearchPosts), read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPosts {
    /// What to search for.
    pub question: Question,
    /// How many posts at most, 1 to `SEARCH_PAGE_MAX`.
    pub limit: u32,
    /// After which post.
    pub cursor: Option<Cursor>,
}

impl FromQuery for SearchPosts {
    type Raw = SearchPostsQuery;
}

impl TryFrom<SearchPostsQuery> for SearchPosts {
    type Error = Vec<FieldError>;

    /// All faults at once.
    fn try_from(query: SearchPostsQuery) -> Result<Self, Self::Error> {
        let mut errors = Vec::new();
        let too_long = Fault::Length { min: 0, max: QUESTION_MAX };
        let question = read(&mut errors, "q", too_long, query.q, Question::parse);
        let limit = read(&mut errors, "limit", SEARCH_LIMIT, query.limit, search_limit);
        let cursor = read(&mut errors, "cursor", Fault::Cursor, query.cursor, Cursor::parse);
        if errors.is_empty() {
            let question = question.unwrap_or_default();
            Ok(Self { question, limit: limit.unwrap_or(SEARCH_PAGE_DEFAULT), cursor })
        } else {
            Err(errors)
        }
    }
}

/// Answer of [`search_posts`](crate::operation::SearchPosts).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SearchResults {
    /// Authors whose name and handle have all the words; none on later pages.
    #[cfg_attr(feature = "schema", schemars(length(max = FOUND_AUTHORS_MAX)))]
    pub authors: Vec<FoundAuthor>,
    /// The best first.
    #[cfg_attr(feature = "schema", schemars(length(max = SEARCH_PAGE_MAX)))]
    pub posts: Vec<FoundPost>,
    /// Where the next page begins; null on the last one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Cursor>"))]
    pub next_cursor: Option<String>,
}

/// An author who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundAuthor {
    /// The author's id.
    pub id: UserId,
    /// The author's page is at `/@` and this.
    #[cfg_attr(feature = "schema", schemars(with = "Handle"))]
    pub handle: String,
    /// Null if none was given.
    pub name: Option<String>,
    /// What the author says; null if nothing.
    pub bio: Option<String>,
    /// The address of a picture; null if there is none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<PictureAddress>"))]
    pub picture: Option<String>,
}

/// A post that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FoundPost {
    /// All but the text.
    #[serde(flatten)]
    pub head: PostHead,
    /// How long all of it takes to read, in whole minutes, at least one.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub reading_minutes: u32,
    /// The title in pieces.
    pub title_pieces: Vec<Piece>,
    /// What is around the words in the text, in pieces, as plain text. Its beginning if they aren't there.
    pub excerpt_pieces: Vec<Piece>,
}

/// A piece of a text in which something was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Piece {
    /// Plain text.
    pub text: String,
    /// Whether it is what was searched for.
    pub marked: bool,
}

impl Piece {
    /// The pieces of a text in which the characters 2 and 3 begin and end what was found.
    #[must_use]
    pub fn all_of(text: &str) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut push = |text: &str, marked| {
            if !text.is_empty() {
                pieces.push(Self { text: text.to_owned(), marked });
            }
        };
        for (index, part) in text.split('\u{2}').enumerate() {
            match part.split_once('\u{3}') {
                Some((found, rest)) if index > 0 => {
                    push(found, true);
                    push(rest, false);
                }
                _ => push(part, false),
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_one_line() {
        for (text, question) in [
            ("  a \t b\n", "a b"),
            ("a\0b\u{1}c\u{85}d", "a b c d"),
            ("", ""),
            ("\u{3000}", ""),
            (&"字".repeat(200), &*"字".repeat(200)),
        ] {
            assert_eq!(Question::parse(text).unwrap().as_str(), question, "{text:?}");
        }
        assert_eq!(Question::parse(&"a".repeat(201)), None);
    }

    #[test]
    fn all_faults_are_told_together() {
        let query = SearchPostsQuery {
            q: Some("tag ".repeat(10_000)),
            limit: Some("21".to_owned()),
            cursor: Some("x".to_owned()),
        };
        let errors = SearchPosts::try_from(query).unwrap_err();
        let codes: Vec<_> = errors.iter().map(|error| error.code.as_str()).collect();
        assert_eq!(codes, ["length", "range", "cursor"]);
        assert_eq!(errors[1].message, "limit must be a whole number from 1 to 20");
    }

    #[test]
    fn nothing_asked_is_a_question_too() {
        let search = SearchPosts::try_from(SearchPostsQuery::default()).unwrap();
        assert_eq!((search.question.as_str(), search.limit), ("", SEARCH_PAGE_DEFAULT));
    }

    #[test]
    fn a_text_is_cut_at_its_marks() {
        let piece = |text: &str, marked| Piece { text: text.to_owned(), marked };
        for (text, pieces) in [
            ("", vec![]),
            ("plain", vec![piece("plain", false)]),
            (
                "\u{2}a\u{3} b \u{2}c\u{3}",
                vec![piece("a", true), piece(" b ", false), piece("c", true)],
            ),
            ("a\u{2}<b>\u{3}", vec![piece("a", false), piece("<b>", true)]),
            ("a\u{3}b", vec![piece("a\u{3}b", false)]),
            ("a \u{2}b", vec![piece("a ", false), piece("b", false)]),
        ] {
            assert_eq!(Piece::all_of(text), pieces, "{text:?}");
        }
    }
}
