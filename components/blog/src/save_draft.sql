-- Keeps changes to a published post of the session's user, in place of those from before.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any,
-- $4 title text, $5 content text, $6 tags as JSON text,
-- $7 address of the cover text or null, $8 what it shows text or null
--
-- One row. `is_owner` is null when the user cannot see the post, and `is_published` says of the user's own
-- whether it can have such changes; `id` is null when nothing was changed.
with session as (
    select user_id from live_session($1)
),
updated as (
    update posts
    set
        summary_revision = case
            when posts.summary_revision = posts.revision then posts.revision + 1
            else posts.summary_revision
        end,
        revision = posts.revision + 1
    from session
    where
        posts.id = $2
        and posts.author_id = session.user_id
        and posts.published
        and ($3::bigint[] is null or posts.revision = any($3::bigint[]))
    returning posts.id, posts.revision
),
saved as (
    insert into post_drafts (post_id, title, content, tags, cover, cover_alt)
    select updated.id, $4, $5, text_array($6), $7, $8
    from updated
    on conflict (post_id) do update
    set
        title = excluded.title,
        content = excluded.content,
        tags = excluded.tags,
        cover = excluded.cover,
        cover_alt = excluded.cover_alt,
        updated_at = now()
)
select
    owns_post(session.user_id, $2) as is_owner,
    (
        select posts.published
        from posts
        where posts.id = $2 and posts.author_id = session.user_id
    ) as is_published,
    updated.id,
    updated.revision
from session
left join updated on true
