-- Changes a post of the session's user.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any,
-- $4 title text, $5 content text, $6 published boolean, each null to leave it as it is
--
-- One row. `is_owner` is null when the user cannot see the post; `id` and what follows are
-- null when nothing was changed.
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
        revision = posts.revision + 1,
        -- Never backwards, also when this waited for a later transaction's lock.
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
    updated.title,
    updated.content,
    updated.published,
    updated.author_id,
    users.name as author_name,
    rfc3339(updated.created_at) as created_at,
    rfc3339(updated.updated_at) as updated_at,
    updated.revision
from session
left join target on true
left join updated on true
left join users on users.id = updated.author_id
