-- A part of what is stored about the session's user: the user, and posts, oldest first.
--
-- $1 session uuid,
-- $2 and $3 the cursor: microseconds since 1970 bigint and post uuid, or both null,
-- $4 how many posts at most bigint, $5 bytes of content that they may have together bigint
--
-- One row for each post, or one without a post. `found` counts all remaining posts, up to one more
-- than $4. If it exceeds the number of rows, there is another part.
select
    rfc3339(now()) as exported_at,
    users.id as user_id,
    users.email as user_email,
    users.name as user_name,
    profile_view(users.handle, users.bio, users.links, users.picture)::text as user_profile,
    rfc3339(users.created_at) as signed_up_at,
    (
        select json_agg(handles.handle order by handles.handle)::text
        from handles
        where handles.user_id = users.id and handles.handle <> users.handle
    ) as former_handles,
    part.id,
    part.content,
    json_build_object(
        'title', part.title,
        'published', part.published,
        'published_at', rfc3339(part.published_at),
        'slug', part.slug,
        'tags', part.tags,
        'cover', cover_view(part.cover, part.cover_alt),
        'created_at', rfc3339(part.created_at),
        'updated_at', rfc3339(part.updated_at)
    )::text as head,
    draft_view(part.id)::text as draft,
    (extract(epoch from part.created_at) * 1000000)::bigint as created_at_microseconds,
    part.found
from live_session($1) as session
join users on users.id = session.user_id
left join lateral (
    select
        candidates.*,
        row_number() over places as place,
        sum(octet_length(candidates.content)) over places as bytes,
        count(*) over () as found
    from (
        select
            id, title, content, published, published_at, slug, tags, cover, cover_alt, created_at,
            updated_at
        from posts
        where
            posts.author_id = session.user_id
            and (
                $2::bigint is null
                or (posts.created_at, posts.id)
                    > (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid)
            )
        order by posts.created_at, posts.id
        limit $4::bigint + 1
    ) as candidates
    window places as (order by candidates.created_at, candidates.id)
) as part on part.place <= $4::bigint and part.bytes <= $5::bigint
order by part.created_at, part.id
