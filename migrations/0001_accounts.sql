-- Accounts and their sessions.
--
-- Times are timestamptz; ids are UUID version 7, made by the components.
-- The limits are those of crates/types (limits.rs); a test compares them.

create table users (
    id uuid constraint users_pkey primary key,
    -- Trimmed and in lower case already, so that equality is enough.
    email text not null
        constraint users_email_key unique
        constraint users_email_check
        check (email = lower(btrim(email)) and char_length(email) between 3 and 254),
    name text
        constraint users_name_check
        check (name = btrim(name) and char_length(name) between 1 and 80),
    -- A PHC string; the application never stores anything else.
    password_hash text not null
        constraint users_password_hash_check
        check (password_hash like '$argon2id$%'),
    created_at timestamptz not null default now()
);

-- A session lives as long as its row: signing out deletes it.
create table sessions (
    id uuid constraint sessions_pkey primary key,
    user_id uuid not null
        constraint sessions_user_id_fkey references users (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint sessions_expires_at_check check (expires_at > created_at)
);

-- For ending a user's sessions, and for the cascade above.
create index sessions_user_id_idx on sessions (user_id);

-- The session check, joined by every statement that needs to know who asks.
--
-- Returns the session's row; a row of nulls for a null id (an anonymous reader);
-- otherwise raises CN401, which the components answer with 401. Put it first in a
-- `from` and join the rest to its left, so that it is called whatever they hold.
create function live_session(session_id uuid) returns sessions
language plpgsql stable
as $$
declare
    session sessions;
begin
    if session_id is not null then
        select * into session
        from sessions
        where sessions.id = session_id and sessions.expires_at > now();

        if not found then
            raise exception using errcode = 'CN401', message = 'the session has ended';
        end if;
    end if;
    return session;
end
$$;

-- A time as the API writes it: RFC 3339, in UTC, with microseconds.
create function rfc3339(moment timestamptz) returns text
language sql stable parallel safe
return to_char(moment at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
