-- A post, as the session's user may see it, as the API has it: migrations/0018_reading.sql.
--
-- $1 session uuid or null, $2 post uuid, $3 the version of what is kept of a post bigint
--
-- One row. `revision` is null if there is no such post or it is another user's draft; `post` is JSON, or
-- null if it has to be made again.
select post, revision from show_post($1, $2, $3)
