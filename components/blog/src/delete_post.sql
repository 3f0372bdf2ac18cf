-- Deletes a post of the session's user.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any
--
-- One row. `is_owner` is null when the user cannot see the post; `id` is null when nothing
-- was deleted.
with session as (
    select user_id from live_session($1)
),
target as (
    select posts.author_id = session.user_id as is_owner
    from session
    join posts
        on posts.id = $2
        and (
            is_public(posts.published, posts.published_at, posts.updated_at)
            or posts.author_id = session.user_id
        )
),
deleted as (
    delete from posts
    using session
    where
        posts.id = $2
        and posts.author_id = session.user_id
        and ($3::bigint[] is null or posts.revision = any($3::bigint[]))
    returning posts.id
)
select target.is_owner, deleted.id
from session
left join target on true
left join deleted on true
