-- An author, by a present or former handle, and a page of their posts: migrations/0014_pages.sql.
--
-- $1 handle text, $2 and $3 the cursor: microseconds since 1970 bigint and post uuid, or both null,
-- $4 how many at most bigint, $5 whether with their text boolean,
-- $6 the version of what is kept of a post bigint, $7 how many posts to count at most bigint
--
-- `author` is null if there is none, and `posts` if the page is empty.
select
    author_view(found.id, $7)::text as author,
    (
        select json_agg(post)
        from published_page(found.id, null, null, $2, $3, $4, $5, $6) as post
        where found.id is not null
    )::text as posts
from (values (author_at($1))) as found (id)
