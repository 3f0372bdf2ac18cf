-- Gives the count of an attempt back, because the password was right.
--
-- $1 email text, $2 client's address text, $3 limit by both bigint[] or null,
-- $4 limit by address bigint[] or null
select end_sign_in($1, $2, $3, $4) as is_done
