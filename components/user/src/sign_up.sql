-- Makes a user and a first session.
--
-- $1 id uuid, $2 email text, $3 name text or null, $4 password_hash text,
-- $5 session uuid, $6 validity of the session in seconds bigint, $7 device text or null
--
-- Violates users_email_key when the e-mail is taken.
with new_user as (
    insert into users (id, email, name, password_hash)
    values ($1, $2, $3, $4)
    returning id, email, name, handle, bio, links, picture
),
new_session as (
    insert into sessions (id, user_id, expires_at, device)
    select $5, new_user.id, now() + $6::bigint * interval '1 second', $7::text
    from new_user
)
select
    id,
    email,
    name,
    profile_view(handle, bio, links, picture)::text as profile
from new_user
