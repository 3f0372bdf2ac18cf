-- The newest migration that was applied; no row where none was.
select version
from _sqlx_migrations
where success
order by version desc
limit 1
