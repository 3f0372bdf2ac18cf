-- The present address of a published post.
--
-- $1 post uuid
--
-- `id` is null if there is none. Posts of a deleted author keep their address, and with it the handle.
select
    id,
    split_part(substr(address, 3), '/', 1) as handle,
    slug
from (values (true)) as always (is_so)
left join published_posts on id = $1
