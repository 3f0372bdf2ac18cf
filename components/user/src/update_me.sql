-- Changes the profile of the session's user.
--
-- $1 session uuid, $2 whether to change the name boolean, $3 the new name text or null
--
-- `id` is null if the account is being deleted at this moment.
with session as (
    select user_id from live_session($1)
),
updated as (
    update users
    set name = case when $2 then $3 else users.name end
    from session
    where users.id = session.user_id
    returning users.id, users.email, users.name
)
select updated.id, updated.email, updated.name
from session
left join updated on true
