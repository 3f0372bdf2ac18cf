-- A page of posts of which something has to be made again, newest first: migrations/0012_publication.sql.
--
-- $1 session uuid or null, $2 author uuid or null for everyone's, $3 handle text or null likewise,
-- $4 the normal form of a tag text or null for any,
-- $5 and $6 the cursor: microseconds since 1970 bigint and post uuid, or both null,
-- $7 how many at most bigint, $8 whether excerpts are enough boolean,
-- $9 the version of what is kept of a post bigint,
-- $10 true for published posts alone, false for drafts alone, or null for both
--
-- Drafts, and what will be published later, are included only if the author is the session's user. One
-- row: the posts as JSON, or null if the page is empty.
select json_agg(page)::text as posts
from view_posts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as page
