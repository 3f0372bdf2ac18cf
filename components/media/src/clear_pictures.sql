-- Deletes some unused pictures, of all users, and takes some files in the object store to delete:
-- migrations/0013_pictures.sql.
--
-- $1 how many files at most bigint
--
-- One row: the files' keys as JSON, or null if there are none. They are due again in 5 minutes, if they are
-- still noted then.
with cleared as (
    select clear_unused_pictures() as is_done
),
due as (
    select key
    from leftover_files
    where due_at <= now()
    order by due_at
    limit $1::bigint
    for update skip locked
),
taken as (
    update leftover_files set due_at = now() + interval '5 minutes'
    from due
    where leftover_files.key = due.key
    returning leftover_files.key
)
select (select json_agg(taken.key)::text from taken) as keys
from cleared
