-- Drops the unpublished changes to a post of the session's user.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any
--
-- One row. `is_owner` is null when the user cannot see the post; `id` is null when it has no such changes,
-- or another revision.
with session as (
    select user_id from live_session($1)
),
target as (
    select posts.author_id = session.user_id as is_owner
    from session
    join posts
        on posts.id = $2
        and (
            (posts.published and posts.published_at <= now())
            or posts.author_id = session.user_id
        )
),
updated as (
    update posts
    set
        summary_revision = case
            when posts.summary_revision = posts.revision then posts.revision + 1
            else posts.summary_revision
        end,
        revision = posts.revision + 1
    from session, post_drafts
    where
        posts.id = $2
        and posts.author_id = session.user_id
        and post_drafts.post_id = posts.id
        and ($3::bigint[] is null or posts.revision = any($3::bigint[]))
    returning posts.id, posts.revision
),
deleted as (
    delete from post_drafts
    using updated
    where post_drafts.post_id = updated.id
)
select target.is_owner, updated.id, updated.revision
from session
left join target on true
left join updated on true
