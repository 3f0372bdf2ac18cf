-- A part of the sitemap: authors. See migrations/0014_pages.sql.
--
-- $1 which part, from 0 bigint, $2 how many in each bigint
--
-- One row: the authors as JSON, or null if the part is empty.
select json_agg(json_build_object('handle', handle))::text as parts
from sitemap_authors($1, $2)
