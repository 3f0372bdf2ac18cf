//! Clearing away what nobody needs any more.

use connectly_service::{App, Db, DbError, FromRow, ObjectStore, Result, Row, log_error, params};

/// How many files an upload deletes in the object store at most: more than it makes.
const FILES_AT_ONCE: i64 = 5;

/// Deletes some unused pictures, of all users, and some files in the object store that no picture has.
///
/// What fails here is tried again by the next upload: after 5 minutes, where the object store refused.
pub async fn clear(app: &App, db: &Db) {
    let store = app.object_store();
    let at_once = if store.is_some() { FILES_AT_ONCE } else { 0 };
    let cleared: Result<Cleared, DbError> =
        db.query_one(include_str!("clear_pictures.sql"), params![at_once]).await;
    match (store, cleared) {
        (Some(store), Ok(Cleared { keys })) => {
            for key in keys {
                if let Err(error) = delete(store, db, &key).await {
                    log_error(&format!("{key} is not deleted: {error:?}"));
                }
            }
        }
        (None, Ok(_)) => {}
        (_, Err(error)) => log_error(&format!("unused pictures are not cleared away: {error:?}")),
    }
}

async fn delete(store: &ObjectStore, db: &Db, key: &str) -> Result<()> {
    store.delete(key).await?;
    let _: Forgotten = db.query_one(include_str!("forget_file.sql"), params![key]).await?;
    Ok(())
}

struct Forgotten;

impl FromRow for Forgotten {
    fn from_row(_: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self)
    }
}

/// The keys of files to delete.
struct Cleared {
    keys: Vec<String>,
}

impl FromRow for Cleared {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let keys: Option<_> = row.get_json("keys")?;
        Ok(Self { keys: keys.unwrap_or_default() })
    }
}
