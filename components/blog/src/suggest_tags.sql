-- Tags of published posts, those in most use first.
--
-- $1 session uuid or null, $2 how their normal forms begin text or null for any,
-- $3 how many at most bigint, $4 how many posts to count for each at most bigint,
-- $5 how many tags to look at bigint
--
-- One row: the tags as JSON, or null if there are none.
select json_agg(suggested)::text as tags
from (select live_session($1)) as session
cross join lateral (
    select candidates.label as tag, counted.posts
    from (
        select tags.key, tags.label
        from tags
        where tags.key ^@ coalesce($2, '')
        order by tags.key
        limit $5::bigint
    ) as candidates
    cross join lateral (
        select count(*) as posts
        from (
            select
            from post_tags
            where post_tags.key = candidates.key and post_tags.listed_at <= now()
            limit $4::bigint
        ) as found
    ) as counted
    where counted.posts > 0
    order by counted.posts desc, candidates.key
    limit $3::bigint
) as suggested
