//! `GET /api/v1/blog/tags`

use connectly_service::{Call, DbError, FromRow, Reply, Result, Row, params};
use connectly_types::{
    SuggestedTag, SuggestedTags, limits::SUGGESTED_TAGS_MAX, operation::SuggestTags,
};

/// How many tags with a prefix are looked at, in alphabetical order.
const CANDIDATES: i64 = 200;

/// Tags that begin like this.
pub async fn suggest_tags(call: Call<SuggestTags>) -> Result<Reply<SuggestTags>> {
    let Call { caller, query, db, .. } = call;
    let Found(tags) = db
        .query_one(
            include_str!("suggest_tags.sql"),
            params![caller, query.prefix, i64::from(SUGGESTED_TAGS_MAX), CANDIDATES,],
        )
        .await?;

    Ok(Reply::new(SuggestedTags { tags }))
}

struct Found(Vec<SuggestedTag>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let tags: Option<_> = row.get_json("tags")?;
        Ok(Self(tags.unwrap_or_default()))
    }
}
