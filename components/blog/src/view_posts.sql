-- A page with a post of which something has to be made again: migrations/0012_publication.sql.
--
-- As in list_posts.sql: $1 session uuid, $2 author uuid, $3 handle text, $4 tag text, $5 and $6 the cursor,
-- $7 one more than the page has bigint, $8 excerpts boolean, $9 version bigint, $10 published boolean
--
-- One row: the posts as JSON, or null if the page is empty.
select json_agg(page)::text as posts
from view_posts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as page
