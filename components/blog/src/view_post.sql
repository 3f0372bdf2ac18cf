-- A post of which something has to be made again. Parameters as in read_post.sql:
-- migrations/0012_publication.sql.
--
-- One row: the post as JSON, or null if there is none.
select view_post($1, $2, $3)::text as post
