//! The limit on writing, which comes before every change.

use crate::{App, Author, Db, Error, RateLimit, params};

/// Counts a change, or refuses it. In a separate statement: see `begin_writing` in migrations/.
///
/// # Errors When there were too many changes; and as for [`Db::query`].
pub async fn begin_writing(author: Author, app: &App, db: &Db) -> Result<(), Error> {
    let Some(rate) = app.rate(RateLimit::Writing)? else { return Ok(()) };
    db.query_one::<()>(include_str!("begin_writing.sql"), params![author.session, rate]).await?;
    Ok(())
}
