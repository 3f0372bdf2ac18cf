-- A picture's file: with this width, or else the next wider one, or else the widest.
--
-- $1 session uuid or null, $2 picture uuid, $3 width bigint,
-- $4 whether the content is needed, if there is a file with just this width boolean
--
-- One row. `id` is null if there is no such picture.
select
    file.picture_id as id,
    file.width::bigint as width,
    file.media_type,
    case when $4::boolean or file.width <> $3::bigint then file.content end as content,
    case when $4::boolean or file.width <> $3::bigint then file.key end as key
from (select user_id from live_session($1)) as session
left join lateral (
    select
        files.picture_id,
        files.width,
        files.media_type,
        files.content,
        files.key
    from picture_files as files
    where files.picture_id = $2
    order by
        files.width >= $3::bigint desc,
        case when files.width >= $3::bigint then files.width end,
        files.width desc
    limit 1
) as file on true
