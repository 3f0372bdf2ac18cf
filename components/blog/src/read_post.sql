-- A post, as the session's user may see it: migrations/0006_reading.sql.
--
-- $1 session uuid or null, $2 post uuid
--
-- One row, of nulls when there is no such post or it is somebody else's draft.
select * from read_post($1, $2)
