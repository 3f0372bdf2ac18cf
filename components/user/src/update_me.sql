-- Changes the profile of the session's user.
--
-- $1 session uuid, $2 whether to change the name boolean, $3 the new name text or null
with session as (
    select user_id from live_session($1)
)
update users
set name = case when $2 then $3 else users.name end
from session
where users.id = session.user_id
returning users.id, users.email, users.name
