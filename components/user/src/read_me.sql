-- The user of a session.
--
-- $1 session uuid
select users.id, users.email, users.name
from live_session($1) as session
join users on users.id = session.user_id
