-- The newest applied migration; no row if there is none.
select version
from _sqlx_migrations
where success
order by version desc
limit 1
