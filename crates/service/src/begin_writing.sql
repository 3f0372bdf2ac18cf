-- Counts a change by the session's user; raises CN429 when there were too many.
--
-- $1 session uuid, $2 limit bigint[]
select count_writing($1, $2) as is_done
