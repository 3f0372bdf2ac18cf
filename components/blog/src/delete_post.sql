-- Deletes a post of the session's user.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any
--
-- One row. `is_owner` is null when the user cannot see the post; `id` is null when nothing
-- was deleted.
with session as (
    select user_id from live_session($1)
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
select owns_post(session.user_id, $2) as is_owner, deleted.id
from session
left join deleted on true
