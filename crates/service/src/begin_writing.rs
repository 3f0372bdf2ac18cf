//! The limit on writing, before what changes something.

use connectly_service::{App, Author, Db, DbError, FromRow, RateLimit, Result, Row, params};

/// Counts a change, or refuses it. In a statement of its own: see `begin_writing` in migrations/.
pub async fn begin_writing(author: Author, app: &App, db: &Db) -> Result<()> {
    let Some(rate) = app.rate(RateLimit::Writing)? else { return Ok(()) };
    let _: Option<Begun> =
        db.query_one(include_str!("begin_writing.sql"), params![author.session, rate]).await?;
    Ok(())
}

/// That there is a token less.
struct Begun;

impl FromRow for Begun {
    fn from_row(_: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self)
    }
}
