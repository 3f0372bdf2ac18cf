-- A post of which something has to be made again: migrations/0012_publication.sql.
--
-- As in read_post_at.sql: $1 session uuid, $2 handle text, $3 slug text, $4 version bigint
--
-- One row: the post as JSON, or null if there is none.
select view_post($1, post_at($2, $3), $4)::text as post
