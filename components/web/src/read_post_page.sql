-- A published post, by a present or former address, with its author and the author's newest posts:
-- migrations/0014_pages.sql.
--
-- $1 handle text, $2 slug text, $3 the version of what is kept of a post bigint,
-- $4 how many other posts bigint, $5 how many posts to count at most bigint
--
-- Null if there is none. What follows the post may contain it.
with address as materialized (
    select coalesce(post_at($1, normalize($2, nfc)), post_at($1, lower(normalize($2, nfc)))) as id
),
found as materialized (
    select
        address.id,
        (select author_id from published_posts where published_posts.id = address.id) as author_id
    from address
)
select
    (
        select published_post(post, true, $3)
        from published_posts as post
        where post.id = found.id
    )::text as post,
    author_view(found.author_id, $5)::text as author,
    (
        select json_agg(other)
        from published_page(found.author_id, null, null, null, null, $4, false, $3) as other
        where found.author_id is not null
    )::text as others
from found
