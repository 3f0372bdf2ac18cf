-- The pictures of the session's user, newest first.
--
-- $1 session uuid, $2 how many at most bigint
--
-- One row: the pictures as JSON, or null if there are none.
select
    (
        select json_agg(own order by own.created_at desc, own.id desc)::text
        from (
            select
                pictures.id,
                pictures.media_type,
                pictures.width,
                pictures.height,
                pictures.bytes,
                rfc3339(pictures.created_at) as created_at,
                pictures.unused_since is null as in_use
            from pictures
            where pictures.user_id = session.user_id
            order by pictures.created_at desc, pictures.id desc
            limit $2::bigint
        ) as own
    ) as pictures
from live_session($1) as session
