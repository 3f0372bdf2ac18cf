-- Makes a post whose author is the session's user.
--
-- $1 session uuid, $2 id uuid, $3 title text, $4 content text, $5 published boolean
insert into posts (id, author_id, title, content, published)
select $2, session.user_id, $3, $4, $5
from live_session($1) as session
returning revision
