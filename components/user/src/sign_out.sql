-- Ends a session.
--
-- $1 session uuid
--
-- No row when it had ended already: of two at once, one finds it.
delete from sessions
where id = $1 and expires_at > now()
returning id
