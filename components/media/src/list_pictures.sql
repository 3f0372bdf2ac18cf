-- A page of the session's user's pictures, newest first, and the bytes that all of them take up.
--
-- $1 session uuid,
-- $2 and $3 the cursor: microseconds since 1970 bigint and picture uuid, or both null,
-- $4 how many at most bigint
--
-- One row. The pictures are JSON, or null if the page is empty.
select
    (
        json_agg(own order by own.created_at_microseconds desc, own.id desc)
        filter (where own.id is not null)
    )::text as pictures,
    coalesce(max(totals.bytes), 0) as used
from live_session($1) as session
left join picture_totals as totals on totals.user_id = session.user_id
left join lateral (
    select
        pictures.id,
        pictures.media_type,
        pictures.width,
        pictures.height,
        pictures.bytes,
        rfc3339(pictures.created_at) as created_at,
        (extract(epoch from pictures.created_at) * 1000000)::bigint as created_at_microseconds,
        pictures.unused_since is null as in_use
    from pictures
    where
        pictures.user_id = session.user_id
        and is_listed(pictures.unused_since)
        and (pictures.created_at, pictures.id) < (
            coalesce(
                timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'
            ),
            coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
        )
    order by pictures.created_at desc, pictures.id desc
    limit $4::bigint
) as own on true
