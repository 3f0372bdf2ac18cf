-- A post, as the session's user may see it: migrations/0008_excerpts.sql.
--
-- $1 session uuid or null, $2 post uuid
--
-- One row: the post as JSON, or null if there is no such post or it is another user's draft.
select read_post($1, $2)::text as post
