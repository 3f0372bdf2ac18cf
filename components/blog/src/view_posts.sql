-- A page with a post of which something has to be made again. Parameters as in list_posts.sql, but one
-- more post than the page has: migrations/0012_publication.sql.
--
-- One row: the posts as JSON, or null if the page is empty.
select json_agg(page)::text as posts
from view_posts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as page
