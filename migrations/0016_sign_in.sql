-- Signing in with fewer statements, of which the plans are kept.

-- After the password of a user was right: gives the count of the attempt back, makes a session, stores a
-- stronger hash if there is one, and clears away expired sessions of all users. Null if another hash was
-- stored since the verified one was read, or the user was deleted.
--
-- It runs with the rights and the search path of its caller. The count comes last, because others who sign
-- in from the same address wait for it until the session is on the disk.
create function sign_in(
    of_email text, of_address text, by_account bigint[], by_address bigint[],
    of_user uuid, verified_hash text, stronger_hash text,
    session_id uuid, validity_seconds bigint, of_device text,
    out id uuid, out email text, out name text, out profile text
)
language plpgsql volatile
as $$
begin
    select
        users.id,
        users.email,
        users.name,
        profile_view(users.handle, users.bio, users.links, users.picture)::text
    into id, email, name, profile
    from users
    where users.id = of_user and users.password_hash = verified_hash
    for no key update;

    if id is not null then
        if stronger_hash is not null then
            update users set password_hash = stronger_hash where users.id = of_user;
        end if;
        insert into sessions (id, user_id, expires_at, device)
        values (session_id, of_user, now() + validity_seconds * interval '1 second', of_device);
    end if;

    -- Far more than a sign-in makes, so that their number falls, and few enough not to slow it down. The
    -- limit is a constant, or the planner would expect many and read all sessions. Those that another
    -- sign-in is deleting at this moment are skipped.
    delete from sessions
    using (
        select expired.id
        from sessions as expired
        where expired.expires_at <= now()
        order by expired.expires_at
        limit 100
        for update skip locked
    ) as expired
    where sessions.id = expired.id;

    perform end_sign_in(of_email, of_address, by_account, by_address);
end
$$;

revoke execute on function sign_in(
    text, text, bigint[], bigint[], uuid, text, text, uuid, bigint, text
) from public;
grant execute on function sign_in(
    text, text, bigint[], bigint[], uuid, text, text, uuid, bigint, text
) to connectly_user_component;

-- No statement needs it.
revoke select (bytes) on picture_files from connectly_media_component;
