-- The sessions of the session's user.
--
-- $1 session uuid, $2 how many at most bigint
select
    own.id,
    rfc3339(own.created_at) as created_at,
    rfc3339(own.last_used_at) as last_used_at,
    own.device,
    own.is_current
from live_session($1) as session
join lateral (
    select
        sessions.id,
        sessions.created_at,
        -- The session itself is in use at this moment.
        case when sessions.id = session.id then now() else sessions.last_used_at end
            as last_used_at,
        sessions.device,
        sessions.id = session.id as is_current
    from sessions
    where sessions.user_id = session.user_id and sessions.expires_at > now()
    order by sessions.id = session.id desc, sessions.last_used_at desc, sessions.id desc
    limit $2::bigint
) as own on true
order by own.is_current desc, own.last_used_at desc, own.id desc
