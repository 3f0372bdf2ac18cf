-- A post of which something has to be made again. Parameters as in read_post_at.sql:
-- migrations/0012_publication.sql.
--
-- One row: the post as JSON, or null if there is none.
select view_post($1, post_at($2, $3), $4)::text as post
