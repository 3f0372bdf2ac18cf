-- Stores a new password's hash and ends all other sessions of the user.
--
-- $1 session uuid, $2 hash that was verified text, $3 new hash text
--
-- `is_done` is false when another hash was stored meanwhile.
select change_password(session.user_id, session.id, $2, $3) as is_done
from live_session($1) as session
