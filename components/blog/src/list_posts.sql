-- A page of posts, newest first.
--
-- $1 session uuid or null, $2 author uuid or null for everyone's,
-- $3 and $4 the cursor: microseconds since 1970 bigint and post uuid, or both null,
-- $5 how many at most bigint, $6 characters of an excerpt bigint, or null for all the text
--
-- Drafts are there only when the author is asked for and is the session's user.
-- One row of nulls when the page is empty.
select
    page.id,
    page.title,
    page.body,
    page.published,
    page.author_id,
    page.author_name,
    rfc3339(page.created_at) as created_at,
    rfc3339(page.updated_at) as updated_at,
    (extract(epoch from page.created_at) * 1000000)::bigint as created_at_microseconds
from live_session($1) as session
left join lateral (
    select
        posts.id,
        posts.title,
        case when $6::bigint is null then posts.content else left(posts.content, $6::int) end
            as body,
        posts.published,
        posts.author_id,
        users.name as author_name,
        posts.created_at,
        posts.updated_at
    from posts
    join users on users.id = posts.author_id
    where
        (posts.published or ($2::uuid is not null and posts.author_id = session.user_id))
        and ($2::uuid is null or posts.author_id = $2::uuid)
        and (
            $3::bigint is null
            or (posts.created_at, posts.id)
                < (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::uuid)
        )
    order by posts.created_at desc, posts.id desc
    limit $5::bigint
) as page on true
order by page.created_at desc, page.id desc
