-- The present address of a published post.
--
-- $1 post uuid
--
-- `id` is null if there is none.
select
    id,
    author_handle as handle,
    slug
from (values (true)) as always (is_so)
left join published_posts on id = $1
