-- Ends a session of the session's user, which may be the session itself.
--
-- $1 session uuid, $2 session to end uuid
--
-- One row, with null if the user has no such session.
with session as (
    select user_id from live_session($1, touches => false)
),
ended as (
    delete from sessions
    using session
    where
        sessions.id = $2
        and sessions.user_id = session.user_id
        and sessions.expires_at > now()
    returning sessions.id
)
select ended.id
from session
left join ended on true
