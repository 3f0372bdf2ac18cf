-- A page of the session's user's pictures, newest first, and the bytes that all of them take up:
-- migrations/0013_pictures.sql.
--
-- $1 session uuid,
-- $2 and $3 the cursor: microseconds since 1970 bigint and picture uuid, or both null,
-- $4 how many at most bigint
--
-- One row. The pictures are JSON, or null if the page is empty.
select
    list_pictures(session.user_id, $2, $3, $4)::text as pictures,
    coalesce(
        (select bytes from picture_totals where picture_totals.user_id = session.user_id), 0
    ) as used
from live_session($1) as session
