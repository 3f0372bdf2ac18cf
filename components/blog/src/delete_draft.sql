-- Drops the unpublished changes to a post of the session's user, if there are any.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any
--
-- One row. `is_owner` is null when the user cannot see the post; `id` is null when nothing was done, which
-- leaves the revision as it was where there are no changes.
with session as (
    select user_id from live_session($1)
),
own as (
    select
        posts.id,
        posts.revision,
        exists (select from post_drafts where post_drafts.post_id = posts.id) as has_draft
    from session
    join posts on posts.id = $2 and posts.author_id = session.user_id
    where $3::bigint[] is null or posts.revision = any($3::bigint[])
),
updated as (
    update posts
    set
        summary_revision = case
            when posts.summary_revision = posts.revision then posts.revision + 1
            else posts.summary_revision
        end,
        revision = posts.revision + 1
    from own
    where
        posts.id = own.id
        and own.has_draft
        and ($3::bigint[] is null or posts.revision = any($3::bigint[]))
    returning posts.id, posts.revision
),
deleted as (
    delete from post_drafts
    using updated
    where post_drafts.post_id = updated.id
)
select
    owns_post(session.user_id, $2) as is_owner,
    case when own.has_draft then updated.id else own.id end as id,
    case when own.has_draft then updated.revision else own.revision end as revision
from session
left join own on true
left join updated on true
