-- Pictures: what people upload for posts and profiles.
--
-- A post, a draft and a profile hold a picture's address, a text such as
-- `/media/0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e/2400x1600.webp`. So they don't depend on these tables, and
-- triggers note which pictures they use.

-- Another database of this server may have it already, or be making it at this moment.
do $$
begin
    if not exists (select from pg_roles where rolname = 'connectly_media_component') then
        create role connectly_media_component;
    end if;
exception
    when duplicate_object or unique_violation then
        null;
    when insufficient_privilege then
        raise insufficient_privilege using message = format(
            'the role %I may not create roles; a role that may has to run: '
            'create role connectly_media_component;',
            current_user
        );
end
$$;

create table pictures (
    id uuid constraint pictures_pkey primary key,
    user_id uuid not null
        constraint pictures_user_id_fkey references users (id) on delete cascade,
    -- Of its largest file, as are the width and the height.
    media_type text not null constraint pictures_media_type_check
        check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif')),
    width int not null constraint pictures_width_check check (width > 0),
    height int not null constraint pictures_height_check check (height > 0),
    -- What all of its files take up.
    bytes bigint not null constraint pictures_bytes_check check (bytes > 0),
    created_at timestamptz not null default now(),
    -- Since when nothing uses it; null while something does.
    unused_since timestamptz default now()
);

-- For a user's list.
create index pictures_user_id_idx on pictures (user_id, created_at desc, id desc);
-- For clearing unused ones away.
create index pictures_unused_since_idx on pictures (unused_since) where unused_since is not null;

-- A picture's files, one for each width. The content is here, or in an object store under the key.
create table picture_files (
    picture_id uuid
        constraint picture_files_picture_id_fkey references pictures (id) on delete cascade,
    width int constraint picture_files_width_check check (width > 0),
    media_type text not null,
    bytes bigint not null,
    content bytea,
    key text,
    constraint picture_files_pkey primary key (picture_id, width),
    constraint picture_files_place_check check ((content is null) <> (key is null))
);

-- Pictures are compressed already. Trying again would only take time.
alter table picture_files alter column content set storage external;

-- What uses a picture: a post, the draft of one, or a user's profile.
create table picture_uses (
    picture_id uuid constraint picture_uses_picture_id_fkey references pictures (id) on delete cascade,
    place text constraint picture_uses_place_check check (place in ('post', 'draft', 'profile')),
    -- The post or the user.
    place_id uuid,
    constraint picture_uses_pkey primary key (place_id, place, picture_id)
);

create index picture_uses_picture_id_idx on picture_uses (picture_id);

-- What each user's pictures take up. Counting them anew at each upload would take too long.
create table picture_totals (
    user_id uuid constraint picture_totals_pkey primary key
        constraint picture_totals_user_id_fkey references users (id) on delete cascade,
    bytes bigint not null default 0
);

-- Files in an object store that no picture has, or perhaps never will: a key is noted before its file is
-- stored, and again when its picture is gone. Uploads delete them when they are due.
create table leftover_files (
    key text constraint leftover_files_pkey primary key,
    due_at timestamptz not null default now()
);

create index leftover_files_due_at_idx on leftover_files (due_at);

create function files_are_left_over() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    insert into leftover_files (key) values (old.key)
    on conflict (key) do update set due_at = now();
    return null;
end
$$;

create trigger files_are_left_over
after delete on picture_files
for each row when (old.key is not null)
execute function files_are_left_over();

-- The pictures whose addresses are in a text.
create function pictures_in(content text) returns uuid[]
language sql immutable parallel safe
return array(
    select distinct lower(address[1])::uuid
    from regexp_matches(
        content,
        '/media/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/',
        'gi'
    ) as address
);

-- Notes that a place uses these pictures and no others.
create function set_picture_uses(of_place text, of_id uuid, pictures_there uuid[]) returns void
language plpgsql volatile
as $$
declare
    touched constant uuid[] := pictures_there || array(
        select uses.picture_id
        from picture_uses as uses
        where uses.place = of_place and uses.place_id = of_id
    );
begin
    -- In one order. Whoever clears unused ones away skips what is locked, and waits for nothing.
    perform from pictures where pictures.id = any(touched) order by pictures.id for no key update;

    delete from picture_uses
    where place = of_place and place_id = of_id and picture_id <> all(pictures_there);
    insert into picture_uses (picture_id, place, place_id)
    select pictures.id, of_place, of_id
    from pictures
    where pictures.id = any(pictures_there)
    on conflict do nothing;

    update pictures set unused_since = null
    where id = any(pictures_there) and unused_since is not null;
    update pictures set unused_since = now()
    where
        id = any(touched)
        and unused_since is null
        and not exists (select from picture_uses where picture_uses.picture_id = pictures.id);
end
$$;

create function posts_use_pictures() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    perform set_picture_uses(
        'post', new.id, pictures_in(concat_ws(' ', new.content, new.cover))
    );
    return null;
end
$$;

create trigger posts_use_pictures
after insert on posts
for each row when (new.cover is not null or strpos(new.content, '/media/') > 0)
execute function posts_use_pictures();

create trigger posts_use_other_pictures
after update of content, cover on posts
for each row when (
    (new.content is distinct from old.content or new.cover is distinct from old.cover)
    and (
        new.cover is not null
        or old.cover is not null
        or strpos(new.content, '/media/') > 0
        or strpos(old.content, '/media/') > 0
    )
)
execute function posts_use_pictures();

create function drafts_use_pictures() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    perform set_picture_uses(
        'draft', new.post_id, pictures_in(concat_ws(' ', new.content, new.cover))
    );
    return null;
end
$$;

create trigger drafts_use_pictures
after insert or update of content, cover on post_drafts
for each row execute function drafts_use_pictures();

create function users_use_pictures() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    perform set_picture_uses('profile', new.id, pictures_in(coalesce(new.picture, '')));
    return null;
end
$$;

create trigger users_use_pictures
after update of picture on users
for each row when (new.picture is distinct from old.picture)
execute function users_use_pictures();

-- After a post, a draft or a user is deleted, whose place and id the trigger names.
create function nothing_uses_pictures() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    perform set_picture_uses(
        tg_argv[0], (to_jsonb(old) ->> tg_argv[1])::uuid, array[]::uuid[]
    );
    return null;
end
$$;

create trigger posts_leave_pictures
after delete on posts
for each row when (old.cover is not null or strpos(old.content, '/media/') > 0)
execute function nothing_uses_pictures('post', 'id');

create trigger drafts_leave_pictures
after delete on post_drafts
for each row when (old.cover is not null or strpos(old.content, '/media/') > 0)
execute function nothing_uses_pictures('draft', 'post_id');

create trigger users_leave_pictures
after delete on users
for each row when (old.picture is not null)
execute function nothing_uses_pictures('profile', 'id');

-- Whether a picture that has been unused since then is still listed. It is deleted a day after it no
-- longer is, so that nobody chooses one that is gone a moment later.
create function is_listed(unused_since timestamptz) returns boolean
language sql stable parallel safe
return unused_since is null or unused_since > now() - interval '7 days';

-- A page of a user's pictures as JSON, newest first; null if it is empty. Without sorting, because the
-- planner would take a user to have few pictures and read all of them.
create function list_pictures(
    owner uuid, cursor_microseconds bigint, cursor_id uuid, at_most bigint
) returns json
language sql stable
set enable_bitmapscan = off
set enable_seqscan = off
set enable_sort = off
as $$
    select json_agg(page)
    from (
        select
            pictures.id,
            pictures.media_type,
            pictures.width,
            pictures.height,
            pictures.bytes,
            rfc3339(pictures.created_at) as created_at,
            (extract(epoch from pictures.created_at) * 1000000)::bigint as created_at_microseconds,
            pictures.unused_since is null as in_use
        from pictures
        where
            pictures.user_id = owner
            and is_listed(pictures.unused_since)
            and (pictures.created_at, pictures.id) < (
                coalesce(
                    timestamptz 'epoch' + cursor_microseconds * interval '1 microsecond', 'infinity'
                ),
                coalesce(cursor_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            )
        order by pictures.created_at desc, pictures.id desc
        limit at_most
    ) as page
$$;

-- Deletes some unused pictures, whosever they are: more than an upload makes. Skips those that another
-- upload deletes, or that come into use, at this moment.
create function clear_unused_pictures() returns boolean
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    owners uuid[];
    sizes bigint[];
begin
    with unused as (
        select pictures.id
        from pictures
        where pictures.unused_since < now() - interval '8 days'
        order by pictures.unused_since
        limit 5
        for update skip locked
    ),
    cleared as (
        delete from pictures
        using unused
        where pictures.id = unused.id
        returning pictures.user_id, pictures.bytes
    )
    select array_agg(cleared.user_id), array_agg(cleared.bytes) into owners, sizes from cleared;

    -- In one order, because another upload may clear away pictures of the same users.
    perform from picture_totals as totals
    where totals.user_id = any(owners)
    order by totals.user_id
    for no key update;
    update picture_totals
    set bytes = picture_totals.bytes - freed.bytes
    from (
        select one.user_id, sum(one.bytes) as bytes
        from unnest(owners, sizes) as one (user_id, bytes)
        group by one.user_id
    ) as freed
    where picture_totals.user_id = freed.user_id;
    return true;
end
$$;

-- Takes room for a file: how much the user's pictures took up before, and whether there was enough.
create function take_picture_room(
    of_user uuid, size bigint, quota bigint, out used bigint, out is_enough boolean
)
language plpgsql volatile
as $$
begin
    insert into picture_totals (user_id) values (of_user) on conflict do nothing;
    -- Locks the user's row, so that two uploads at once don't both take the last room.
    select totals.bytes into used
    from picture_totals as totals
    where totals.user_id = of_user
    for no key update;
    is_enough := used + size <= quota;
    if is_enough then
        update picture_totals set bytes = bytes + size where user_id = of_user;
    end if;
end
$$;

-- Stores a picture of the session's user with its largest file, the content or the key of which is given.
create function create_picture(
    session_id uuid,
    new_id uuid,
    of_media_type text,
    of_width bigint,
    of_height bigint,
    size bigint,
    file_content bytea,
    file_key text,
    quota bigint,
    out used bigint,
    out is_stored boolean
)
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    owner constant uuid := (live_session(session_id)).user_id;
begin
    select room.used, room.is_enough into used, is_stored
    from take_picture_room(owner, size, quota) as room;
    if is_stored then
        insert into pictures (id, user_id, media_type, width, height, bytes)
        values (new_id, owner, of_media_type, of_width, of_height, size);
        insert into picture_files (picture_id, width, media_type, bytes, content, key)
        values (new_id, of_width, of_media_type, size, file_content, file_key);
        delete from leftover_files where key = file_key;
    end if;
end
$$;

-- Adds a width to a picture of the session's user, if it hasn't got it, is wider, and has the same shape.
-- The picture's media type is null if the user has no such picture.
create function add_picture_width(
    session_id uuid,
    of_picture uuid,
    of_media_type text,
    of_width bigint,
    of_height bigint,
    size bigint,
    file_content bytea,
    file_key text,
    quota bigint,
    out media_type text,
    out width bigint,
    out height bigint,
    out used bigint,
    out is_stored boolean
)
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    owner constant uuid := (live_session(session_id)).user_id;
begin
    select pictures.media_type, pictures.width, pictures.height
    into media_type, width, height
    from pictures
    where pictures.id = of_picture and pictures.user_id = owner
    for no key update;
    if media_type is null
        or width <= of_width
        or abs(of_height - round(height * of_width::numeric / width)) > 1
    then
        is_stored := false;
        return;
    end if;
    is_stored := exists (
        select from picture_files as files
        where files.picture_id = of_picture and files.width = of_width
    );
    if not is_stored then
        select room.used, room.is_enough into used, is_stored
        from take_picture_room(owner, size, quota) as room;
        if is_stored then
            insert into picture_files (picture_id, width, media_type, bytes, content, key)
            values (of_picture, of_width, of_media_type, size, file_content, file_key);
            update pictures set bytes = bytes + size where pictures.id = of_picture;
            delete from leftover_files where key = file_key;
        end if;
    end if;
end
$$;

-- Deletes a picture of the session's user that none of the user's posts, drafts and profile uses. Others'
-- uses don't count: nobody can keep a picture from its owner.
create function delete_picture(
    session_id uuid, of_picture uuid, out is_found boolean, out is_used boolean
)
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    owner constant uuid := (live_session(session_id)).user_id;
begin
    perform from pictures
    where pictures.id = of_picture and pictures.user_id = owner
    for update;
    is_found := found;
    if not is_found then
        return;
    end if;
    is_used := exists (
        select
        from picture_uses as uses
        left join posts on posts.id = uses.place_id
        where
            uses.picture_id = of_picture
            and (posts.author_id = owner or (uses.place = 'profile' and uses.place_id = owner))
    );
    if not is_used then
        with deleted as (
            delete from pictures where pictures.id = of_picture returning pictures.bytes
        )
        update picture_totals set bytes = picture_totals.bytes - deleted.bytes
        from deleted
        where picture_totals.user_id = owner;
    end if;
end
$$;

-- user: for an export.
grant select (id, user_id, media_type, width, height, bytes, created_at, unused_since)
on pictures to connectly_user_component;

grant usage on schema public to connectly_media_component;
grant select (id, user_id, media_type, width, height, bytes, created_at, unused_since)
on pictures to connectly_media_component;
grant select (picture_id, width, media_type, bytes, content, key)
on picture_files to connectly_media_component;
grant select (user_id, bytes) on picture_totals to connectly_media_component;
grant
    select (key, due_at),
    insert (key, due_at),
    update (due_at),
    delete
on leftover_files to connectly_media_component;
grant execute on function
    live_session(uuid, boolean),
    rfc3339(timestamptz),
    begin_writing(uuid, bigint[]),
    is_listed(timestamptz),
    list_pictures(uuid, bigint, uuid, bigint),
    create_picture(uuid, uuid, text, bigint, bigint, bigint, bytea, text, bigint),
    add_picture_width(uuid, uuid, text, bigint, bigint, bigint, bytea, text, bigint),
    delete_picture(uuid, uuid),
    clear_unused_pictures()
to connectly_media_component;
