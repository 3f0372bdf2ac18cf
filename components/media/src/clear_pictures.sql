-- Deletes some unused pictures, of all users: migrations/0013_pictures.sql.
select clear_unused_pictures() as is_done
