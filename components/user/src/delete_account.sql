-- Deletes the session's user, with all sessions and posts, or leaves the published posts
-- under the name "Deleted author".
--
-- $1 session uuid, $2 hash that was verified text, $3 whether to keep the posts boolean
--
-- `is_done` is false when another hash was stored meanwhile.
select delete_account(session.user_id, $2, $3) as is_done
from live_session($1) as session
