-- Makes a post whose author is the session's user.
--
-- $1 session uuid, $2 id uuid, $3 title text, $4 content text, $5 published boolean,
-- $6 excerpt text, $7 reading minutes bigint, $8 the version that made both bigint
insert into posts (
    id, author_id, title, content, published,
    excerpt, reading_minutes, summary_version, summary_revision
)
select $2, session.user_id, $3, $4, $5, $6, $7::bigint, $8::bigint, 1
from live_session($1) as session
returning revision
