-- What each component may do in the database: what its statements do, and no more.
--
-- A component connects as a login role of its installation, which is a member of the role that
-- is granted things here: roles belong to a whole Postgres server, and one server may hold several
-- installations, each with passwords of its own. docs/operations.md says how they are made.
--
-- A test compares all grants with tests/grants.txt, tries what is forbidden, and prepares every
-- statement as its component's role.

-- Another database of this server may have them already, or be making them at this moment.
do $$
declare
    component_role text;
begin
    foreach component_role in array array[
        'connectly_user_component', 'connectly_blog_component', 'connectly_web_component'
    ] loop
        continue when exists (select from pg_roles where rolname = component_role);
        begin
            execute format('create role %I', component_role);
        exception
            when duplicate_object or unique_violation then
                null;
            when insufficient_privilege then
                raise insufficient_privilege using message = format(
                    'the role %I may not create roles; a role that may has to run: '
                    'create role connectly_user_component; '
                    'create role connectly_blog_component; '
                    'create role connectly_web_component;',
                    current_user
                );
        end;
    end loop;
end
$$;

-- Nobody else may do anything. Postgres lets everybody call a function unless it is told not to,
-- now and for those of later migrations; and before version 15, create things in `public`.
revoke all on all tables in schema public from public;
revoke execute on all functions in schema public from public;
alter default privileges revoke execute on functions from public;
revoke create on schema public from public;

do $$
begin
    if has_schema_privilege('connectly_web_component', 'public', 'create') then
        raise insufficient_privilege using message = format(
            'everybody may create things in the schema public, and the role %I may not change '
            'that; who owns the schema has to run: revoke create on schema public from public;',
            current_user
        );
    end if;
end
$$;

grant usage on schema public
to connectly_user_component, connectly_blog_component, connectly_web_component;

-- The session check, as before, but with its owner's rights: who calls it can learn whose session
-- has an id that they know already, and nothing else of sessions.
--
-- What runs with its owner's rights must not be led astray by its caller's search path. Setting a
-- path of its own, as the other functions do, costs a small read a third of its time, and every
-- statement calls this one. So instead all that it names has its schema beside it, operators too;
-- what has none is grammar and no name. Besides, a component's role cannot create anything that a
-- path could find.
drop function live_session(uuid, boolean);

create function live_session(
    session_id uuid, touches boolean default true, out id uuid, out user_id uuid
)
language plpgsql volatile security definer
as $$
declare
    last_used_at timestamp with time zone;
begin
    if session_id is null then
        return;
    end if;

    select sessions.id, sessions.user_id, sessions.last_used_at
    into id, user_id, last_used_at
    from public.sessions
    where
        sessions.id operator(pg_catalog.=) session_id
        and sessions.expires_at operator(pg_catalog.>) pg_catalog.now();

    if id is null then
        raise exception using errcode = 'CN401', message = 'the session has ended';
    end if;

    if touches
        and last_used_at operator(pg_catalog.<)
            (pg_catalog.now() operator(pg_catalog.-) interval '5 minutes')
        and not pg_catalog.current_setting('transaction_read_only')::boolean
    then
        -- Whoever else uses the session at this moment does the same: no need to wait.
        update public.sessions
        set last_used_at = pg_catalog.now()
        where sessions.id operator(pg_catalog.=) (
            select sessions.id
            from public.sessions
            where sessions.id operator(pg_catalog.=) session_id
            for no key update skip locked
        );
    end if;
end
$$;

-- `create or replace` keeps the rights on a function, `drop` does not.
revoke execute on function live_session(uuid, boolean) from public;

-- What anybody may see of posts: all that the component `web` reads of them.
create view published_posts with (security_barrier) as
select
    posts.id,
    posts.title,
    posts.content,
    users.name as author_name,
    posts.created_at,
    posts.updated_at
from posts
join users on users.id = posts.author_id
where posts.published;

-- user: accounts and sessions, and one's own posts to take along. It changes another's row of
-- `posts`, and deletes users, only by the functions.
grant
    select (id, email, name, password_hash, created_at),
    insert (id, email, name, password_hash),
    update (name, password_hash)
on users to connectly_user_component;
grant
    select (id, user_id, created_at, expires_at, last_used_at, device),
    insert (id, user_id, expires_at, device),
    -- Nothing changes it but live_session: this is the right to lock rows.
    update (last_used_at),
    delete
on sessions to connectly_user_component;
grant select (id, author_id, title, content, published, created_at, updated_at)
on posts to connectly_user_component;
grant execute on function
    live_session(uuid, boolean),
    rfc3339(timestamptz),
    change_password(uuid, uuid, text, text),
    delete_account(uuid, text, boolean),
    begin_sign_up(text, bigint[], bigint[], bigint),
    begin_sign_in(text, text, bigint[], bigint[], bigint[], bigint),
    end_sign_in(text, text, bigint[], bigint[]),
    begin_password_check(uuid, text, bigint[], bigint, bigint[], bigint),
    end_password_check(uuid, bigint[]),
    begin_writing(uuid, bigint[])
to connectly_user_component;

-- blog: posts, and their authors' names.
grant select (id, name) on users to connectly_blog_component;
grant
    select,
    insert (id, author_id, title, content, published),
    update (title, content, published, revision, updated_at),
    delete
on posts to connectly_blog_component;
grant execute on function
    live_session(uuid, boolean),
    rfc3339(timestamptz),
    begin_writing(uuid, bigint[])
to connectly_blog_component;

-- web: what is public, and the number of the newest migration.
grant select on published_posts to connectly_web_component;
grant select (version, success) on _sqlx_migrations to connectly_web_component;
grant execute on function rfc3339(timestamptz) to connectly_web_component;
