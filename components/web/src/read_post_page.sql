-- A published post for the preview of a link: its excerpt or, if none of this version is stored,
-- the beginning of its content.
--
-- $1 post uuid, $2 the version of the excerpt bigint
--
-- `id` is null if there is none.
select
    id,
    title,
    case when summary_version = $2::bigint then excerpt end as excerpt,
    case when summary_version = $2::bigint then null else left(content, 2000) end as beginning,
    author_name,
    rfc3339(created_at) as created_at,
    rfc3339(updated_at) as updated_at
from (values (true)) as always (is_so)
left join published_posts on id = $1
