-- Ends a session.
--
-- $1 session uuid
--
-- No row if it has already ended: if two end it at once, one finds it.
delete from sessions
where id = $1 and expires_at > now()
returning id
