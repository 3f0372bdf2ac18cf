-- A published post by its address, or a former one, as the API has it: migrations/0018_reading.sql.
--
-- $1 session uuid or null, $2 handle text, $3 slug text,
-- $4 the version of what is kept of a post bigint
--
-- One row. `revision` is null if there is none at this address; `post` is JSON, or null if it has to be
-- made again.
select post, revision from show_post($1, post_at($2, $3), $4)
