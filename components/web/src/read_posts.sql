-- A page of everyone's published posts: migrations/0014_pages.sql.
--
-- $1 and $2 the cursor: microseconds since 1970 bigint and post uuid, or both null, $3 how many at most
-- bigint, $4 whether with their text boolean, $5 the version of what is kept of a post bigint
--
-- One row: the posts as JSON, or null if the page is empty.
select json_agg(post)::text as posts
from published_page(null, null, null, $1, $2, $3, $4, $5) as post
