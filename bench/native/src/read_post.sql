-- A post, as the session's user may see it.
--
-- $1 session uuid, $2 post uuid, $3 the version of what is kept of a post int
--
-- One row, of nulls when there is no such post or it is somebody else's draft.
select
    posts.id,
    posts.title,
    posts.content,
    case
        when posts.summary_version = $3 and posts.summary_revision = posts.revision
            then posts.reading_minutes
    end as reading_minutes,
    posts.published,
    posts.author_id,
    users.name as author_name,
    rfc3339(posts.created_at) as created_at,
    rfc3339(posts.updated_at) as updated_at
from live_session($1) as session
left join posts
    on posts.id = $2 and (posts.published or posts.author_id = session.user_id)
left join users on users.id = posts.author_id
