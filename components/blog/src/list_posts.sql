-- A page of posts, newest first: migrations/0018_reading.sql.
--
-- $1 session uuid or null, $2 author uuid or null for everyone's, $3 handle text or null likewise,
-- $4 the normal form of a tag text or null for any,
-- $5 and $6 the cursor: microseconds since 1970 bigint and post uuid, or both null,
-- $7 how many at most bigint, $8 whether excerpts are enough boolean,
-- $9 the version of what is kept of a post bigint,
-- $10 true for published posts alone, false for drafts alone, or null for both
--
-- D-- Drafts, and what will be published later, are included only if the author is the session's user. One
-- row: the posts as JSON, as the API has them, or null if the page is empty; whether there are more, and
-- the place of the last one. If `is_kept` is false, something has to be made again.
select posts, has_more, last_microseconds, last_id, is_kept
from show_posts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
