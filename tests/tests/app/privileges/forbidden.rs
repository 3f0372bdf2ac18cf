//! Statements that the roles of components must not run.

/// Forbidden to every component.
pub(super) const FORBIDDEN_TO_ALL: &[&str] = &[
    // Reading or changing another's account, or the own account by other means.
    "select * from users",
    "update users set email = 'eve@example.com'",
    "update users set deleted_at = now()",
    "delete from users",
    "update sessions set user_id = gen_random_uuid()",
    "update sessions set expires_at = 'infinity'",
    "update posts set author_id = gen_random_uuid()",
    "update posts set created_at = now()",
    // Emptying, changing or making objects.
    "truncate users cascade",
    "truncate sessions",
    "truncate posts",
    "drop table posts",
    "alter table users disable trigger all",
    "create table mine (id uuid)",
    "create table public.mine (id uuid)",
    "create temporary table users (id uuid)",
    "create view mine as select 1",
    "create function mine() returns int language sql return 1",
    "create operator public.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)",
    "create schema mine",
    "create role mine",
    "create database mine",
    "create index on posts (title)",
    "create trigger mine before update on posts for each row \
        execute function suppress_redundant_updates_trigger()",
    "alter function live_session(uuid, boolean) security invoker",
    // Reading or changing the record of migrations.
    "select checksum from _sqlx_migrations",
    "insert into _sqlx_migrations (version, success) values (9999, true)",
    "update _sqlx_migrations set success = false",
    "delete from _sqlx_migrations",
    // Becoming another role, or reaching the machine.
    "set role pg_read_all_data",
    "grant connectly_user_component to current_user",
    "set session_replication_role = replica",
    "copy posts to program 'true'",
    "copy posts to '/tmp/posts'",
    "select pg_read_file('PG_VERSION')",
    "select pg_ls_dir('.')",
    "select * from pg_authid",
    "select lo_import('/etc/passwd')",
];

/// Also forbidden to `user`.
pub(super) const FORBIDDEN_TO_USER: &[&str] = &[
    "select deleted_at from users",
    "update handles set user_id = null",
    "delete from handles",
    "update post_drafts set title = 'other'",
    "update users set id = gen_random_uuid()",
    "update users set created_at = now()",
    "update sessions set device = 'other'",
    "select revision from posts",
    "insert into posts (id, author_id, title, content, published) \
        select gen_random_uuid(), id, 'a', 'b', true from users",
    "update posts set title = 'other'",
    "delete from posts",
    "select id from posts for update",
    "select * from published_posts",
    "select version from _sqlx_migrations",
];

/// Also forbidden to `blog`.
pub(super) const FORBIDDEN_TO_BLOG: &[&str] = &[
    "select password_hash from users",
    "select email from users",
    "select created_at from users",
    "update users set handle = 'other'",
    "select handle from handles",
    "insert into tags (key, label) values ('a', 'b')",
    "delete from post_slugs",
    "select count(*) from users where password_hash like '$argon2id$%'",
    "select id from users for update",
    "insert into users (id, email, password_hash) \
        values (gen_random_uuid(), 'eve@example.com', '$argon2id$')",
    "update users set name = 'other'",
    "update users set password_hash = '$argon2id$'",
    "select * from sessions",
    "select id from sessions",
    "select count(*) from sessions",
    "select user_id from sessions where id = gen_random_uuid()",
    "insert into sessions (id, user_id, expires_at) \
        select gen_random_uuid(), id, 'infinity' from users",
    "update sessions set last_used_at = now()",
    "delete from sessions",
    "select change_password(gen_random_uuid(), gen_random_uuid(), '$argon2id$', '$argon2id$')",
    "select delete_account(gen_random_uuid(), '$argon2id$', true)",
    "update posts set id = gen_random_uuid()",
    "select * from published_posts",
    "select version from _sqlx_migrations",
];

/// Also forbidden to `media`.
pub(super) const FORBIDDEN_TO_MEDIA: &[&str] = &[
    "select id, handle from users",
    "select handle from handles",
    "select password_hash from users",
    "update users set picture = null",
    "select id from sessions",
    "update sessions set last_used_at = now()",
    "delete from sessions",
    "select cover from posts",
    "select content from posts",
    "select cover from post_drafts",
    "update posts set cover = null",
    "delete from posts",
    "select * from published_posts",
    // By functions alone, which count what an account has.
    "insert into pictures (id, user_id) select gen_random_uuid(), id from users",
    "insert into picture_files (picture_id, width) values (gen_random_uuid(), 1)",
    "update pictures set user_id = gen_random_uuid()",
    "update pictures set unused_since = null",
    "update picture_files set content = null",
    "update picture_totals set bytes = 0",
    "delete from pictures",
    "delete from picture_files",
    "select change_password(gen_random_uuid(), gen_random_uuid(), '$argon2id$', '$argon2id$')",
    "select delete_account(gen_random_uuid(), '$argon2id$', true)",
    "select description from _sqlx_migrations",
];

/// Also forbidden to `web`.
pub(super) const FORBIDDEN_TO_WEB: &[&str] = &[
    "select id, name from users",
    "select deleted_at from users",
    "select handle from handles",
    "select title from post_drafts",
    "select password_hash from users",
    "select id from sessions",
    "select count(*) from sessions",
    "select title from posts",
    "select count(*) from posts where not published",
    "insert into users (id, email, password_hash) \
        values (gen_random_uuid(), 'eve@example.com', '$argon2id$')",
    "insert into sessions (id, user_id, expires_at) \
        values (gen_random_uuid(), gen_random_uuid(), 'infinity')",
    "insert into posts (id, author_id, title, content, published) \
        values (gen_random_uuid(), gen_random_uuid(), 'a', 'b', true)",
    "update users set name = 'other'",
    "update sessions set last_used_at = now()",
    "update posts set title = 'other'",
    "delete from sessions",
    "delete from posts",
    "select live_session(gen_random_uuid())",
    "select live_session(null)",
    "select change_password(gen_random_uuid(), gen_random_uuid(), '$argon2id$', '$argon2id$')",
    "select delete_account(gen_random_uuid(), '$argon2id$', true)",
    "select description from _sqlx_migrations",
];
