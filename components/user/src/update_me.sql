-- Changes the profile of the session's user.
--
-- $1 session uuid,
-- $2 whether to change the name boolean, $3 the new name text or null,
-- $4 the new handle text or null to keep it, $5 how many handles a user may have had bigint,
-- $6 whether to change the bio boolean, $7 the new bio text or null,
-- $8 the new links as JSON text or null to keep them,
-- $9 whether to change the picture boolean, $10 the new picture's address text or null
--
-- One row. `refusal` is null, `taken` or `too_many`, and says what is wrong with the handle; `id` is null
-- if nothing was changed: then, or because the account is being deleted at this moment.
with session as (
    select user_id from live_session($1)
),
own_handles as (
    select count(*) as number, coalesce(bool_or(handles.handle = $4::text), false) as has_it
    from session
    join handles on handles.user_id = session.user_id
),
claimed as (
    insert into handles (handle, user_id)
    select $4::text, session.user_id
    from session
    cross join own_handles
    where $4::text is not null and not own_handles.has_it and own_handles.number < $5::bigint
    on conflict do nothing
    returning handle
),
verdict as (
    select
        case
            when $4::text is null or own_handles.has_it or exists (select from claimed) then null
            when own_handles.number >= $5::bigint then 'too_many'
            else 'taken'
        end as refusal
    from own_handles
),
updated as (
    update users
    set
        name = case when $2 then $3 else users.name end,
        handle = coalesce($4::text, users.handle),
        bio = case when $6 then $7 else users.bio end,
        links = coalesce(text_array($8), users.links),
        picture = case when $9 then $10 else users.picture end
    from session
    cross join verdict
    where users.id = session.user_id and verdict.refusal is null
    returning
        users.id, users.email, users.name, users.handle, users.bio, users.links, users.picture
)
select
    verdict.refusal,
    updated.id,
    updated.email,
    updated.name,
    profile_view(updated.handle, updated.bio, updated.links, updated.picture)::text as profile
from verdict
left join updated on true
