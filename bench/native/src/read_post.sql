-- A post, as the session's user may see it.
--
-- $1 session uuid, $2 post uuid, $3 the version of what is kept of a post int
--
-- One row, of nulls when there is no such post or it is somebody else's draft.
select
    posts.id,
    posts.title,
    posts.content,
    case when kept.is_kept then posts.html end as html,
    case when kept.is_kept then posts.reading_minutes end as reading_minutes,
    posts.published,
    rfc3339(posts.published_at) as published_at,
    posts.slug,
    '/@' || users.handle || '/' || posts.slug as address,
    posts.tags,
    cover_view(posts.cover, posts.cover_alt)::text as cover_text,
    posts.author_id,
    users.name as author_name,
    case when users.deleted_at is null then users.handle end as author_handle,
    rfc3339(posts.created_at) as created_at,
    rfc3339(posts.updated_at) as updated_at,
    case when posts.author_id = session.user_id then draft_view(posts.id) end::text as draft_text
from live_session($1) as session
left join posts
    on posts.id = $2
    and (
        is_public(posts.published, posts.published_at, posts.updated_at)
        or posts.author_id = session.user_id
    )
left join users on users.id = posts.author_id
left join lateral (
    select posts.summary_version = $3 and posts.summary_revision = posts.revision
) as kept (is_kept) on true
