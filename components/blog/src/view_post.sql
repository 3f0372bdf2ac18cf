-- A post of which something has to be made again: migrations/0012_publication.sql.
--
-- $1 session uuid or null, $2 post uuid, $3 the version of what is kept of a post bigint
--
-- One row: the post as JSON, or null if there is no such post or it is another user's draft.
select view_post($1, $2, $3)::text as post
