-- The author who has, or had, a handle: migrations/0012_publication.sql.
--
-- $1 session uuid or null, $2 handle text, $3 how many posts to count at most bigint
--
-- One row: the author as JSON, or null if nobody had it or the account was deleted.
select author_view(author_at($2), $3)::text as author
from live_session($1)
