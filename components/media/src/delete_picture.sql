-- Deletes a picture of the session's user, unless one of the user's posts, drafts or the profile uses it.
--
-- $1 session uuid, $2 picture uuid
select is_found, is_used from delete_picture($1, $2)
