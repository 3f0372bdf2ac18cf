-- Published posts and authors that somebody asked for, best first: migrations/0015_search.sql.
--
-- $1 session uuid or null, $2 what was asked text,
-- $3 and $4 the cursor: place bigint and post uuid, or both null,
-- $5 how many posts at most bigint, $6 how many authors at most bigint,
-- $7 the version of what is kept of a post bigint
--
-- One row: both as JSON, or null if there are none. Authors come with the first page. A post's title and excerpt
-- are marked, and its place is that among what was found, written as a time.
select
    (
        select json_agg(author)
        from search_authors($2, $6) as author
        where $4::uuid is null
    )::text as authors,
    (
        select
            json_agg(
                post_view(
                    posts.id,
                    found.title,
                    case when not kept.is_kept then posts.content end,
                    null,
                    posts.published,
                    posts.published_at,
                    posts.slug,
                    posts.tags,
                    posts.cover,
                    posts.cover_alt,
                    posts.author_id,
                    users.name,
                    users.handle,
                    users.deleted_at is not null,
                    posts.created_at,
                    posts.updated_at,
                    timestamptz 'epoch' + found.place * interval '1 microsecond',
                    posts.revision,
                    found.excerpt,
                    case when kept.is_kept then posts.reading_minutes end,
                    null,
                    null
                )
                order by found.place desc, found.post_id desc
            )
        from search_posts($2, $3, $4, $5) as found
        join posts on posts.id = found.post_id
        join users on users.id = posts.author_id
        cross join lateral (
            select
                coalesce(
                    posts.summary_version = $7::bigint and posts.summary_revision = posts.revision, false
                ) as is_kept
        ) as kept
        where is_public(posts.published, posts.published_at, posts.updated_at)
    )::text as posts
from live_session($1)
