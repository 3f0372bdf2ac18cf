-- Tags of published posts, those in most use first.
--
-- $1 session uuid or null, $2 how their normal forms begin text or null for any,
-- $3 how many at most bigint, $4 how many to choose from, in alphabetical order bigint
--
-- One row: the tags as JSON, or null if there are none.
select
    (
        select json_agg(suggested)
        from (
            (
                select tags.label as tag, tags.posts
                from tags
                where $2::text is null and tags.posts > 0
                order by tags.posts desc, tags.key
                limit $3::bigint
            )
            union all
            (
                select candidates.label, candidates.posts
                from (
                    select tags.key, tags.label, tags.posts
                    from tags
                    where tags.key ^@ $2::text and tags.posts > 0
                    order by tags.key using ~<~
                    limit $4::bigint
                ) as candidates
                order by candidates.posts desc, candidates.key
                limit $3::bigint
            )
        ) as suggested
    )::text as tags
from live_session($1)
