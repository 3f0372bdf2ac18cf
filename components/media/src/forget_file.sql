-- Forgets a file that is no longer in the object store.
--
-- $1 key text
with forgotten as (
    delete from leftover_files where key = $1
)
select true as is_done
