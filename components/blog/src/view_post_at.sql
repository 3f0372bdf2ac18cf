-- A post by its address of which something has to be made again: migrations/0012_publication.sql.
--
-- $1 session uuid or null, $2 handle text, $3 slug text,
-- $4 the version of what is kept of a post bigint
--
-- One row: the post as JSON, or null if there is none at this address.
select view_post($1, post_at($2, $3), $4)::text as post
