-- The user of a session.
--
-- $1 session uuid
select
    users.id,
    users.email,
    users.name,
    json_build_object(
        'handle', users.handle, 'bio', users.bio, 'links', users.links, 'picture', users.picture
    )::text as profile
from live_session($1) as session
join users on users.id = session.user_id
