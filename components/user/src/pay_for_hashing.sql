-- Pays for a hash that took longer than usual.
--
-- $1 how long it took bigint, $2 how long it usually takes bigint, $3 limit of hashing bigint[],
-- $4 how long to wait for a turn to hash at most bigint, all in microseconds
select pay_for_hashing($1, $2, $3, $4) as is_done
