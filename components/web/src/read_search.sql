-- Published posts and authors that somebody asked for, best first: migrations/0015_search.sql.
--
-- $1 what was asked text, $2 and $3 the cursor: place bigint and post uuid, or both null,
-- $4 how many posts at most bigint, $5 how many authors at most bigint,
-- $6 the version of what is kept of a post bigint
--
-- One row: both as JSON, or null if there are none. Authors come with the first page.
select
    (
        select json_agg(author)
        from search_authors($1, $5) as author
        where $3::uuid is null
    )::text as authors,
    (
        select
            json_agg(
                json_build_object(
                    -- One by one, because joined to the view, all of it would be read.
                    'post', (
                        select published_post(post, false, $6)
                        from published_posts as post
                        where post.id = found.post_id
                    ),
                    'place', found.place,
                    'title', found.title,
                    'excerpt', found.excerpt
                )
                order by found.place desc, found.post_id desc
            )
        from search_posts($1, $2, $3, $4) as found
    )::text as posts
