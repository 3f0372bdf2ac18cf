-- Changes a post of the session's user.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any,
-- $4 title text, $5 content text, $6 published boolean, each null to leave it as it is,
-- $7 excerpt text, $8 reading minutes bigint, both null where the content is,
-- $9 the version that makes both bigint
--
-- One row. `is_owner` is null when the user cannot see the post; `id` is null when nothing was
-- changed, else `post` is the post as JSON (migrations/0011_post_row.sql).
with session as (
    select user_id from live_session($1)
),
target as (
    select posts.author_id = session.user_id as is_owner
    from session
    join posts
        on posts.id = $2 and (posts.published or posts.author_id = session.user_id)
),
updated as (
    update posts
    set
        title = coalesce($4, posts.title),
        content = coalesce($5, posts.content),
        published = coalesce($6, posts.published),
        excerpt = coalesce($7, posts.excerpt),
        reading_minutes = coalesce($8::bigint, posts.reading_minutes),
        summary_version = case
            when $8::bigint is not null then $9::bigint else posts.summary_version
        end,
        -- They stay valid as long as the content stays the same.
        summary_revision = case
            when $8::bigint is not null or posts.summary_revision = posts.revision
                then posts.revision + 1
            else posts.summary_revision
        end,
        revision = posts.revision + 1,
        -- Never backwards, even if this waited for a later transaction's lock.
        updated_at = greatest(now(), posts.updated_at)
    from session
    where
        posts.id = $2
        and posts.author_id = session.user_id
        and ($3::bigint[] is null or posts.revision = any($3::bigint[]))
    returning posts.*
)
select
    target.is_owner,
    updated.id,
    to_json(
        post_row(
            updated.id,
            updated.title,
            updated.content,
            updated.published,
            updated.author_id,
            users.name,
            updated.created_at,
            updated.updated_at,
            updated.revision,
            null,
            case
                when updated.summary_version = $9::bigint and updated.summary_revision = updated.revision
                    then updated.reading_minutes
            end
        )
    )::text as post
from session
left join target on true
left join updated on true
left join users on users.id = updated.author_id
