-- Counts a change by the session's user; raises CN429 when there were too many.
--
-- $1 session uuid, $2 limit bigint[]
select begin_writing(session.user_id, $2) as is_done
from live_session($1, touches => false) as session
