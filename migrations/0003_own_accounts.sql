-- What people do with accounts of their own: see where they are signed in, choose another
-- password, leave.

-- When a session was used last, to the nearest few minutes, and by what.
alter table sessions
    add column last_used_at timestamptz not null default now(),
    -- Words of ours (crates/types, device.rs), not what the client sent.
    add column device text
        constraint sessions_device_check check (char_length(device) between 1 and 60);

-- For clearing expired sessions away.
create index sessions_expires_at_idx on sessions (expires_at);

-- Who deletes the account and leaves the posts becomes a row that nobody can sign in to:
-- posts keep an author, and what was a person's stays together.
alter table users
    alter column email drop not null,
    alter column password_hash drop not null,
    add column deleted_at timestamptz,
    add constraint users_deleted_at_check check (
        case
            when deleted_at is null then email is not null and password_hash is not null
            else email is null and password_hash is null
        end
    );

-- The session check, as before, which now also notes that the session is in use: at most
-- every 5 minutes, so that hardly any read is a write, and not where nothing can be written,
-- as on a standby. A statement that changes or deletes the session's own row must say that
-- it `touches` nothing, for Postgres does not let one statement change a row twice.
--
-- It runs with the caller's rights and search path: every statement calls it, and setting a
-- path at each call is felt under load.
drop function live_session(uuid);

create function live_session(session_id uuid, touches boolean default true) returns sessions
language plpgsql volatile
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

        if touches
            and session.last_used_at < now() - interval '5 minutes'
            and not current_setting('transaction_read_only')::boolean
        then
            -- Whoever else uses the session at this moment does the same: no need to wait.
            update sessions
            set last_used_at = now()
            where sessions.id = (
                select sessions.id
                from sessions
                where sessions.id = session_id
                for no key update skip locked
            );
            session.last_used_at := now();
        end if;
    end if;
    return session;
end
$$;

-- Stores another password's hash in place of the one that was verified, and ends all other
-- sessions of the user. False when another hash was stored meanwhile.
--
-- It runs with the rights of its owner, as does the next one, so that who calls it needs none on
-- the tables. A function and not one statement, which would see the table as it was when it began: the
-- session of somebody who signs in with the old password at this moment has to be seen.
create function change_password(
    of_user uuid, in_session uuid, verified_hash text, new_hash text
) returns boolean
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    -- Waits for who is signing in.
    update users set password_hash = new_hash
    where users.id = of_user and users.password_hash = verified_hash;
    if not found then
        return false;
    end if;

    delete from sessions where sessions.user_id = of_user and sessions.id <> in_session;
    return true;
end
$$;

-- Deletes a user, with all sessions and posts; or leaves the published posts to a row that is
-- nobody's. False when another hash than the verified one was stored meanwhile.
--
-- A function for the same reason as above.
create function delete_account(of_user uuid, verified_hash text, keeps_posts boolean)
returns boolean
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    -- Waits for who is signing in, or writing a post.
    perform from users
    where users.id = of_user and users.password_hash = verified_hash
    for update;
    if not found then
        return false;
    end if;

    if keeps_posts then
        -- Nobody would ever see the drafts.
        delete from posts where posts.author_id = of_user and not posts.published;
        if exists (select from posts where posts.author_id = of_user) then
            delete from sessions where sessions.user_id = of_user;
            update users
            set email = null, password_hash = null, name = 'Deleted author', deleted_at = now()
            where users.id = of_user;
            return true;
        end if;
    end if;

    delete from users where users.id = of_user;
    return true;
end
$$;
