-- Makes a post whose author is the session's user: migrations/0007_one_value.sql.
--
-- $1 session uuid, $2 id uuid, $3 title text, $4 content text, $5 published boolean
select create_post($1, $2, $3, $4, $5) as revision
