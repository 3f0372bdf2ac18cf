-- What a password is compared with.
--
-- $1 email text
select id, password_hash
from users
where email = $1
