-- An author, by a present or former handle, and a page of their posts: migrations/0014_pages.sql.
--
-- $1 handle text, $2 up to how many posts to count bigint,
-- $3 and $4 the cursor: microseconds since 1970 bigint and post uuid, or both null, $5 how many at most
-- bigint, $6 whether with their text boolean, $7 the version of what is kept of a post bigint
--
-- `author` is null if there is none, and `posts` if the page is empty.
select
    public_author(found.id, $2)::text as author,
    (
        select json_agg(post)
        from published_page(found.id, null, null, $3, $4, $5, $6, $7) as post
        where found.id is not null
    )::text as posts
from (values (author_at($1))) as found (id)
