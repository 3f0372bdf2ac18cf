-- A page of posts, newest first: migrations/0011_post_row.sql.
--
-- $1 session uuid or null, $2 author uuid or null for everyone's,
-- $3 and $4 the cursor: microseconds since 1970 bigint and post uuid, or both null,
-- $5 how many at most bigint, $6 whether excerpts are enough boolean,
-- $7 the version of what is kept of a post bigint,
-- $8 true for published posts alone, false for drafts alone, or null for both
--
-- Drafts are included only if $2 is the session's user. One row: the posts as JSON, or null if the
-- page is empty.
select json_agg(page)::text as posts
from list_posts($1, $2, $3, $4, $5, $6, $7, $8) as page
