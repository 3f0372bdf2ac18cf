-- Changes a post of the session's user. Triggers complete it: migrations/0012_publication.sql.
--
-- $1 session uuid, $2 post uuid, $3 revisions it may have bigint[] or null for any,
-- $4 title text, $5 content text, $6 published boolean, each null to leave it as it is,
-- $7 excerpt text, $8 reading minutes bigint, $9 HTML text, all null where the content is,
-- $10 the version that makes these bigint,
-- $11 time of publication, microseconds since 1970 bigint or null to leave it as it is,
-- $12 slug text or null to leave it as it is, $13 slug made from the title text or null, for a post that
-- has none yet,
-- $14 tags as JSON text, $15 their normal forms as JSON text, both null to leave them as they are,
-- $16 whether to change the cover boolean, $17 its address text or null,
-- $18 whether to change its description boolean, $19 what it shows text or null,
-- $20 the words of the content text, null where the content is
--
-- One row. `is_owner` is null when the user cannot see the post; `id` is null when nothing was
-- changed, else `post` is the post as JSON (migrations/0012_publication.sql).
with session as (
    select user_id from live_session($1)
),
updated as (
    update posts
    set
        title = coalesce($4, posts.title),
        content = coalesce($5, posts.content),
        published = coalesce($6, posts.published),
        published_at = coalesce(
            timestamptz 'epoch' + $11::bigint * interval '1 microsecond', posts.published_at
        ),
        slug = coalesce($12, posts.slug, $13),
        tags = coalesce(text_array($14), posts.tags),
        tag_keys = coalesce(text_array($15), posts.tag_keys),
        cover = case when $16 then $17 else posts.cover end,
        cover_alt = case when $18 then $19 else posts.cover_alt end,
        excerpt = coalesce($7, posts.excerpt),
        reading_minutes = coalesce($8::bigint, posts.reading_minutes),
        html = coalesce($9, posts.html),
        summary_version = case
            when $8::bigint is not null then $10::bigint else posts.summary_version
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
),
-- Before the trigger that keeps a post searchable: migrations/0015_search.sql.
searchable as (
    insert into post_search (post_id, version, revision, words)
    select updated.id, $10::bigint, updated.revision, $20::text
    from updated
    where $20::text is not null
    on conflict (post_id) do update
    set version = excluded.version, revision = excluded.revision, words = excluded.words
),
-- A request that has a text publishes it; what only tags or hides a post leaves its draft.
published_draft as (
    delete from post_drafts
    using updated
    where
        post_drafts.post_id = updated.id
        and ($4::text is not null or $5::text is not null)
    returning post_drafts.post_id
)
select
    owns_post(session.user_id, $2) as is_owner,
    updated.id,
    to_json(
        post_view(
            updated.id,
            updated.title,
            updated.content,
            case when kept.is_kept then updated.html end,
            updated.published,
            updated.published_at,
            updated.slug,
            updated.tags,
            updated.cover,
            updated.cover_alt,
            updated.author_id,
            users.name,
            users.handle,
            users.deleted_at is not null,
            updated.created_at,
            updated.updated_at,
            updated.listed_at,
            updated.revision,
            null,
            case when kept.is_kept then updated.reading_minutes end,
            null,
            case when not exists (select from published_draft) then draft_view(updated.id) end
        )
    )::text as post
from session
left join updated on true
left join users on users.id = updated.author_id
left join lateral (
    select
        updated.summary_version = $10::bigint and updated.summary_revision = updated.revision
            as is_kept
) as kept on true
