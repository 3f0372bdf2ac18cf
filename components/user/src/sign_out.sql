-- Ends a session.
--
-- $1 session uuid
--
-- `id` is null if it has already ended: if two end it at once, one finds it.
with ended as (
    delete from sessions
    where id = $1 and expires_at > now()
    returning id
)
select (select id from ended) as id
