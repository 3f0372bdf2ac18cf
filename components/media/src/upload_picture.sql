-- Stores a picture of the session's user with its file: migrations/0013_pictures.sql.
--
-- $1 session uuid, $2 id uuid, $3 media type text, $4 width bigint, $5 height bigint, $6 bytes bigint,
-- $7 content bytea or null, $8 its key in the object store text or null, $9 the user's quota bigint
--
-- `is_stored` is false if there is no room for it beside the `used` bytes.
select used, is_stored from create_picture($1, $2, $3, $4, $5, $6, $7, $8, $9)
