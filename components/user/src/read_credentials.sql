-- Counts an attempt and returns the hash to compare the password with; raises CN429 if there were
-- too many.
--
-- $1 email text, $2 client's address text, $3 limit by both bigint[] or null,
-- $4 limit by address bigint[] or null, $5 limit of hashing bigint[] or null,
-- $6 how long to wait for a turn to hash at most, in microseconds bigint,
-- $7 how many hashes to count bigint
--
-- One row; `id` is null when there is no such user.
select turn.wait, users.id, users.password_hash
from begin_sign_in($1, $2, $3, $4, $5, $6, $7) as turn (wait)
left join users on users.email = $1
