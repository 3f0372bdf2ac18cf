-- A published post, as a link to it shows it.
--
-- $1 post uuid
select
    title,
    left(content, 2000) as beginning,
    author_name,
    rfc3339(created_at) as created_at,
    rfc3339(updated_at) as updated_at
from published_posts
where id = $1
