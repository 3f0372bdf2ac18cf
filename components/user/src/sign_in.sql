-- Gives the count of an attempt back, because the password was right, and makes a session for its user.
-- Stores a stronger hash if there is one, and deletes expired sessions of all users.
--
-- $1 email text, $2 client's address text, $3 limit by both bigint[] or null,
-- $4 limit by address bigint[] or null, $5 user uuid, $6 password_hash that was verified text,
-- $7 stronger hash text or null, $8 session uuid, $9 validity of the session in seconds bigint,
-- $10 device text or null
--
-- `id` is null if another hash was stored meanwhile, or the user was deleted.
select id, email, name, profile from sign_in($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
