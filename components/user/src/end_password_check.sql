-- Gives the count of an attempt back, because the password was right.
--
-- $1 user uuid, $2 limit by user bigint[] or null
select end_password_check($1, $2) as is_done
