-- The user of a session.
--
-- $1 session uuid
select
    users.id,
    users.email,
    users.name,
    profile_view(users.handle, users.bio, users.links, users.picture)::text as profile
from live_session($1) as session
join users on users.id = session.user_id
