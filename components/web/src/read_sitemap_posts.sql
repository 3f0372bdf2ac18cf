-- A part of the sitemap: posts. See migrations/0014_pages.sql.
--
-- $1 which part, from 0 bigint, $2 how many in each bigint
--
-- One row: the posts as JSON, or null if the part is empty.
select
    json_agg(
        json_build_object('handle', handle, 'slug', slug, 'updated_at', updated_at)
    )::text as parts
from sitemap_posts($1, $2)
