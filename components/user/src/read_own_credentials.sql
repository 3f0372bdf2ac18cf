-- What the password of the session's user is compared with, and what it must not be.
--
-- $1 session uuid
select users.id, users.email, users.name, users.password_hash
from live_session($1) as session
join users on users.id = session.user_id
