-- Counts an attempt and returns the hash to compare the password of the session's user with, and
-- what a new password must not equal; raises CN429 if there were too many.
--
-- $1 session uuid, $2 client's address text, $3 limit by user bigint[] or null,
-- $4 how many hashes to count bigint, $5 limit of hashing bigint[] or null,
-- $6 how long to wait for a turn to hash at most, in microseconds bigint
select turn.wait, users.id, users.email, users.name, users.password_hash
from live_session($1, touches => false) as session
join users on users.id = session.user_id
cross join lateral begin_password_check(users.id, $2, $3, $4, $5, $6) as turn (wait)
