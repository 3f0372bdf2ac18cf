-- A published post, as a link to it shows it.
--
-- $1 post uuid
select
    posts.title,
    left(posts.content, 2000) as beginning,
    users.name as author_name,
    rfc3339(posts.created_at) as created_at,
    rfc3339(posts.updated_at) as updated_at
from posts
join users on users.id = posts.author_id
where posts.id = $1 and posts.published
