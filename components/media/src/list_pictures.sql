-- A page of the session's user's pictures, newest first, and the bytes that all of them take up.
--
-- $1 session uuid,
-- $2 and $3 the cursor: microseconds since 1970 bigint and picture uuid, or both null,
-- $4 how many at most bigint
--
-- One row. The pictures are JSON, or null if the page is empty.
with session as (
    select user_id from live_session($1)
),
page as (
    select
        pictures.id,
        pictures.media_type,
        pictures.width,
        pictures.height,
        pictures.bytes,
        rfc3339(pictures.created_at) as created_at,
        (extract(epoch from pictures.created_at) * 1000000)::bigint as created_at_microseconds,
        pictures.unused_since is null as in_use
    from session
    join pictures on pictures.user_id = session.user_id
    where
        is_listed(pictures.unused_since)
        and (
            $2::bigint is null
            or (pictures.created_at, pictures.id)
                < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid)
        )
    order by pictures.created_at desc, pictures.id desc
    limit $4::bigint
)
select
    (
        select json_agg(page order by page.created_at_microseconds desc, page.id desc)::text
        from page
    ) as pictures,
    coalesce(totals.bytes, 0) as used
from session
left join picture_totals as totals on totals.user_id = session.user_id
