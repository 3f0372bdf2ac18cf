-- Makes a session for a user whose password was just verified, stores a stronger hash if there is
-- one, and deletes expired sessions of all users.
--
-- $1 user uuid, $2 password_hash that was verified text, $3 stronger hash text or null,
-- $4 session uuid, $5 validity of the session in seconds bigint, $6 device text or null,
-- $7 how many expired sessions to clear away at most bigint
--
-- `id` is null if another hash was stored meanwhile, or the user was deleted.
with verified as (
    select id, email, name, handle, bio, links, picture
    from users
    where id = $1 and password_hash = $2
    for no key update
),
rehashed as (
    update users set password_hash = $3::text
    from verified
    where users.id = verified.id and $3::text is not null
),
expired as (
    -- Skips those that another sign-in is deleting at this moment.
    select id
    from sessions
    where expires_at <= now()
    order by expires_at
    limit $7::bigint
    for update skip locked
),
cleared as (
    delete from sessions
    using expired
    where sessions.id = expired.id
),
new_session as (
    insert into sessions (id, user_id, expires_at, device)
    select $4, verified.id, now() + $5::bigint * interval '1 second', $6::text
    from verified
)
select
    verified.id,
    verified.email,
    verified.name,
    profile_view(verified.handle, verified.bio, verified.links, verified.picture)::text as profile
from (values (true)) as always (is_so)
left join verified on true
