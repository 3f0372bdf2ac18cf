-- The newest applied migration, or null if there is none; and whether the session has the limits on
-- waiting that the address asks for. A pooler may have dropped them.
select
    (
        select version
        from _sqlx_migrations
        where success
        order by version desc
        limit 1
    ) as version,
    '0' not in (current_setting('statement_timeout'), current_setting('lock_timeout')) as is_limited
