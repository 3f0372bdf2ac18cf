-- Notes that a file is about to be in the object store. If nothing needs it in an hour, it is deleted.
--
-- $1 key text
insert into leftover_files (key, due_at)
values ($1, now() + interval '1 hour')
on conflict (key) do update set due_at = excluded.due_at
returning true as is_done
