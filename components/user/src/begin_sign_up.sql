-- Counts a sign-up; raises CN429 when there were too many.
--
-- $1 client's address text, $2 limit by address bigint[] or null, $3 limit of hashing bigint[] or null,
-- $4 how long to wait for a turn to hash at most, in microseconds bigint
select begin_sign_up($1, $2, $3, $4) as wait
