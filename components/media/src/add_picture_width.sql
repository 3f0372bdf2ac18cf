-- Adds a smaller width to a picture of the session's user: migrations/0013_pictures.sql.
--
-- $1 session uuid, $2 picture uuid, $3 media type text, $4 width bigint, $5 height bigint,
-- $6 bytes bigint, $7 content bytea or null, $8 its key in the object store text or null,
-- $9 the user's quota bigint
--
-- `media_type` is null if the user has no such picture.
select media_type, width, height, used, is_stored
from add_picture_width($1, $2, $3, $4, $5, $6, $7, $8, $9)
