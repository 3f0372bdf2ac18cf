-- A post of which something has to be made again: migrations/0012_publication.sql.
--
-- As in read_post.sql: $1 session uuid, $2 post uuid, $3 version bigint
--
-- One row: the post as JSON, or null if there is none.
select view_post($1, $2, $3)::text as post
