-- The newest applied migration; null if there is none.
select (
    select version
    from _sqlx_migrations
    where success
    order by version desc
    limit 1
) as version
