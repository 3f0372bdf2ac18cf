-- A page of a month's posts, newest first: migrations/0014_pages.sql.
--
-- $1 the month's first day text, $2 and $3 the cursor: microseconds since 1970 bigint and post uuid, or
-- both null, $4 how many at most bigint, $5 the version of what is kept of a post bigint
--
-- One row: the posts as JSON, or null if the page is empty.
select
    (
        select json_agg(post)
        from published_page(
            null,
            null,
            (extract(epoch from month.begins at time zone 'utc') * 1000000)::bigint,
            coalesce(
                $2,
                (
                    extract(epoch from (month.begins + interval '1 month') at time zone 'utc')
                    * 1000000
                )::bigint
            ),
            $3,
            $4,
            false,
            $5
        ) as post
    )::text as posts
from (values ($1::text::timestamp)) as month (begins)
