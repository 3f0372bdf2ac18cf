-- A tag, and a page of its posts: migrations/0014_pages.sql.
--
-- $1 the tag's normal form text, $2 and $3 the cursor: microseconds since 1970 bigint and post uuid, or
-- both null, $4 how many at most bigint, $5 whether with their text boolean,
-- $6 the version of what is kept of a post bigint
--
-- `label` is null if no post ever had it, and `posts` if the page is empty.
select
    (select label from tags where tags.key = $1) as label,
    (
        select json_agg(post)
        from published_page(null, $1, null, $2, $3, $4, $5, $6) as post
    )::text as posts
