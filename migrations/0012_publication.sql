-- A publication: addresses for authors and posts, tags, the time of publication, a post's HTML, and
-- unpublished changes to a published post.
--
-- Handles, slugs and tags are claimed by triggers, so that components of the version before, which know
-- nothing of them, go on writing.

-- Handles: an author's page is at `/@handle`.

-- Every handle that anybody has had. A former one leads to the same author and is never given away.
create table handles (
    handle text constraint handles_pkey primary key
        constraint handles_handle_check check (handle ~ '^[a-z0-9_]{2,30}$'),
    -- Null when the account and its posts are gone.
    user_id uuid constraint handles_user_id_fkey references users (id) on delete set null
        -- A trigger claims the handle before the user's row is there.
        deferrable initially deferred
);

create index handles_user_id_idx on handles (user_id);

alter table users
    add column handle text,
    add column bio text
        constraint users_bio_check
        check (bio = btrim(bio) and char_length(bio) between 1 and 300),
    add column links text[] not null default '{}'
        constraint users_links_check check (cardinality(links) <= 5),
    -- The address of one of our own pictures.
    add column picture text
        constraint users_picture_check check (char_length(picture) <= 100);

-- Letters and digits of ASCII, without accents, joined by `_`; empty if the name has none.
create function handle_of(name text) returns text
language sql immutable parallel safe
return btrim(
    left(
        regexp_replace(
            lower(regexp_replace(normalize(coalesce(name, ''), nfkd), '[\u0300-\u036f]', '', 'g')),
            '[^a-z0-9]+', '_', 'g'
        ),
        24
    ),
    '_'
);

-- Gives a user this handle or, when somebody has it already, the same with a number. Two that want it at
-- the same moment get different ones: the second waits for the first one's transaction.
create function claim_handle(of_user uuid, wanted text) returns text
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    base constant text := case
        when char_length(wanted) < 2
            or wanted in (
                'about', 'abuse', 'account', 'admin', 'administrator', 'api', 'connectly', 'contact',
                'deleted', 'editor', 'everyone', 'help', 'legal', 'me', 'mod', 'moderator', 'null',
                'official', 'owner', 'press', 'privacy', 'root', 'security', 'staff', 'support',
                'system', 'team', 'undefined', 'webmaster'
            )
            then 'author'
        else left(wanted, 24)
    end;
    candidate text := base;
    tries int := 1;
begin
    loop
        insert into handles (handle, user_id) values (candidate, of_user) on conflict do nothing;
        if found then
            return candidate;
        end if;
        tries := tries + 1;
        -- Beyond the first few, counting up would take too long where thousands have the same name.
        candidate := base || '_' || case
            when tries <= 9 then tries::text else (10 + floor(random() * 99990))::int::text
        end;
    end loop;
end
$$;

revoke execute on function claim_handle(uuid, text) from public;

create function users_have_a_handle() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    new.handle := claim_handle(new.id, handle_of(new.name));
    return new;
end
$$;

do $$
declare
    author record;
begin
    for author in select id, name, deleted_at from users order by created_at, id loop
        update users
        set handle = case
            when author.deleted_at is null then claim_handle(author.id, handle_of(author.name))
            else claim_handle(author.id, 'deleted_' || left(md5(author.id::text), 8))
        end
        where id = author.id;
    end loop;
end
$$;

alter table users
    alter column handle set not null,
    add constraint users_handle_key unique (handle);

create trigger users_have_a_handle
before insert on users
for each row execute function users_have_a_handle();

-- Posts: an address below the author's, the time of publication, tags, a cover and the HTML.

alter table posts
    -- A draft needs no title and no content.
    drop constraint posts_title_check,
    add constraint posts_title_check check (
        title = btrim(title)
        and char_length(title) between 0 and 200
        and (title <> '' or not published)
    ),
    drop constraint posts_content_check,
    add constraint posts_content_check check (
        char_length(content) between 0 and 100000 and (content <> '' or not published)
    ),
    -- Null until it is published for the first time.
    add column slug text
        constraint posts_slug_check check (char_length(slug) between 1 and 100),
    add column published_at timestamptz,
    -- As shown, in the author's order, and their normal forms.
    add column tags text[] not null default '{}'
        constraint posts_tags_check check (cardinality(tags) <= 5),
    add column tag_keys text[] not null default '{}'
        constraint posts_tag_keys_check check (cardinality(tag_keys) = cardinality(tags)),
    -- The address of one of our own pictures, and what it shows.
    add column cover text
        constraint posts_cover_check check (char_length(cover) <= 100),
    add column cover_alt text
        constraint posts_cover_alt_check check (char_length(cover_alt) between 1 and 500),
    -- Kept like the excerpt, with the same version and revision: see 0008.
    add column html text;

update posts set published_at = created_at where published;

alter table posts
    add constraint posts_published_at_check check (published_at is not null or not published),
    -- Where a post stands in a list. A draft that was published once stands among drafts.
    add column listed_at timestamptz not null
        generated always as (case when published then published_at else created_at end) stored;

drop index posts_published_idx;
drop index posts_author_id_published_idx;
create index posts_published_idx on posts (listed_at desc, id desc) where published;
create index posts_author_id_published_idx on posts (author_id, published, listed_at desc, id desc);

-- Every slug that an author's posts have had: a former one leads to the same post.
create table post_slugs (
    author_id uuid constraint post_slugs_author_id_fkey references users (id) on delete cascade,
    slug text constraint post_slugs_slug_check check (char_length(slug) between 1 and 100),
    post_id uuid not null
        constraint post_slugs_post_id_fkey references posts (id) on delete cascade
        -- A trigger claims the slug before the post's row is there.
        deferrable initially deferred,
    constraint post_slugs_pkey primary key (author_id, slug)
);

create index post_slugs_post_id_idx on post_slugs (post_id);

-- For posts whose component passes no slug. Unlike the components, it knows the letters of ASCII alone,
-- and keeps all other characters but spaces and general punctuation.
create function slug_of(title text) returns text
language sql immutable parallel safe
return coalesce(
    nullif(
        btrim(
            left(
                regexp_replace(
                    lower(normalize(title, nfc)),
                    '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', '-', 'g'
                ),
                80
            ),
            '-'
        ),
        ''
    ),
    'post'
);

-- Gives a post this slug or, when another post of the author has it, the same with a number.
create function claim_slug(of_author uuid, of_post uuid, wanted text) returns text
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    base constant text := left(wanted, 90);
    candidate text := base;
    tries int := 1;
begin
    loop
        insert into post_slugs (author_id, slug, post_id) values (of_author, candidate, of_post)
        on conflict do nothing;
        if found
            or exists (
                select from post_slugs
                where author_id = of_author and slug = candidate and post_id = of_post
            )
        then
            return candidate;
        end if;
        tries := tries + 1;
        candidate := base || '-' || case
            when tries <= 9 then tries::text else (10 + floor(random() * 99990))::int::text
        end;
    end loop;
end
$$;

revoke execute on function claim_slug(uuid, uuid, text) from public;

-- Tags. All posts show a tag as its first post spelled it.
create table tags (
    -- In Unicode's normalization form C and lower case.
    key text constraint tags_pkey primary key
        constraint tags_key_check check (char_length(key) between 1 and 50),
    label text not null constraint tags_label_check check (char_length(label) between 1 and 50),
    -- How many published posts have it.
    posts bigint not null default 0 constraint tags_posts_check check (posts >= 0)
);

-- For suggestions: by prefix, and those in most use.
create index tags_prefix_idx on tags (key text_pattern_ops) where posts > 0;
create index tags_posts_idx on tags (posts desc, key) where posts > 0;

-- The tags of published posts, in the order of lists.
create table post_tags (
    key text constraint post_tags_key_fkey references tags (key),
    post_id uuid constraint post_tags_post_id_fkey references posts (id) on delete cascade,
    listed_at timestamptz not null,
    constraint post_tags_pkey primary key (key, post_id)
);

create index post_tags_listed_at_idx on post_tags (key, listed_at desc, post_id desc);
create index post_tags_post_id_idx on post_tags (post_id);

-- Completes what is written: the time of publication, the address, and the spelling of tags.
create function posts_are_complete() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    if new.published then
        new.published_at := coalesce(new.published_at, now());
        if tg_op = 'INSERT' or new.slug is null or new.slug is distinct from old.slug then
            new.slug := claim_slug(
                new.author_id, new.id, coalesce(new.slug, slug_of(new.title))
            );
        end if;
    else
        -- Nothing is claimed before there are readers.
        new.slug := case when tg_op = 'UPDATE' then old.slug end;
    end if;

    if cardinality(new.tags) > 0 and (tg_op = 'INSERT' or new.tags is distinct from old.tags) then
        -- In one order, so that two that make the same tags don't wait for each other in a circle.
        insert into tags (key, label)
        select tag.key, tag.label
        from unnest(new.tag_keys, new.tags) as tag (key, label)
        order by tag.key
        on conflict do nothing;
        new.tags := (
            select array_agg(coalesce(tags.label, tag.label) order by tag.place)
            from unnest(new.tag_keys, new.tags) with ordinality as tag (key, label, place)
            left join tags on tags.key = tag.key
        );
    end if;
    return new;
end
$$;

create trigger posts_are_complete
before insert or update of published, published_at, slug, title, tags on posts
for each row execute function posts_are_complete();

-- Counts the posts of tags. In the order of their keys: see above.
create function tags_are_counted() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    changed record;
begin
    for changed in select key, count(*) as posts from changes group by key order by key loop
        update tags
        set posts = tags.posts + case when tg_op = 'INSERT' then changed.posts else -changed.posts end
        where tags.key = changed.key;
    end loop;
    return null;
end
$$;

create trigger tags_are_counted_up
after insert on post_tags referencing new table as changes
for each statement execute function tags_are_counted();

create trigger tags_are_counted_down
after delete on post_tags referencing old table as changes
for each statement execute function tags_are_counted();

create function posts_are_tagged() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    keys constant text[] := case when new.published then new.tag_keys else '{}' end;
begin
    -- All that will be counted, in one order.
    perform from tags
    where
        key = any(
            new.tag_keys || array(select post_tags.key from post_tags where post_id = new.id)
        )
    order by key
    for no key update;

    delete from post_tags where post_id = new.id and key <> all(keys);
    insert into post_tags (key, post_id, listed_at)
    select distinct tag.key, new.id, new.listed_at
    from unnest(keys) as tag (key)
    on conflict (key, post_id) do update set listed_at = excluded.listed_at;
    return null;
end
$$;

create trigger posts_are_tagged
after insert on posts
for each row when (new.published and cardinality(new.tags) > 0)
execute function posts_are_tagged();

create trigger posts_change_tags
after update of published, published_at, tags on posts
for each row when (
    cardinality(old.tags) + cardinality(new.tags) > 0
    and (
        old.published is distinct from new.published
        or old.published_at is distinct from new.published_at
        or old.tag_keys is distinct from new.tag_keys
    )
)
execute function posts_are_tagged();

-- Every published post gets its address: the oldest first, so that it has the shortest.
do $$
declare
    post record;
begin
    for post in select id, author_id, title from posts where published order by created_at, id loop
        update posts set slug = slug_of(post.title) where id = post.id;
    end loop;
end
$$;

-- Changes to a published post that aren't published. They count in the post's revision.
create table post_drafts (
    post_id uuid constraint post_drafts_pkey primary key
        constraint post_drafts_post_id_fkey references posts (id) on delete cascade,
    title text not null
        constraint post_drafts_title_check check (title = btrim(title) and char_length(title) <= 200),
    content text not null
        constraint post_drafts_content_check check (char_length(content) <= 100000),
    tags text[] not null default '{}'
        constraint post_drafts_tags_check check (cardinality(tags) <= 5),
    cover text
        constraint post_drafts_cover_check check (char_length(cover) <= 100),
    cover_alt text
        constraint post_drafts_cover_alt_check check (char_length(cover_alt) between 1 and 500),
    updated_at timestamptz not null default now()
);

-- Whether everybody may read a post. One that was published at once stays public if the clock is set back:
-- its time of publication isn't later than its last change.
create function is_public(published boolean, published_at timestamptz, updated_at timestamptz)
returns boolean
language sql stable parallel safe
return published and published_at <= greatest(now(), updated_at);

-- Whether a post is this user's; null if there is no such post, or the user cannot see it.
create function owns_post(of_user uuid, of_post uuid) returns boolean
language sql stable parallel safe
return (
    select posts.author_id = of_user
    from posts
    where
        posts.id = of_post
        and (
            is_public(posts.published, posts.published_at, posts.updated_at)
            or posts.author_id = of_user
        )
);

-- Lists of texts come as JSON, because Spin carries no `text[]`. Null stays null.
create function text_array(texts text) returns text[]
language sql immutable strict parallel safe
return array(
    select element.value
    from json_array_elements_text(texts::json) with ordinality as element (value, place)
    order by element.place
);

-- A cover as the API has it; null if there is none. Its address tells its size.
create function cover_view(address text, alt text) returns json
language sql immutable parallel safe
return case
    when address is not null
        then json_build_object(
            'url', address,
            'alt', alt,
            'width', (regexp_match(address, '/([0-9]+)x'))[1]::int,
            'height', (regexp_match(address, 'x([0-9]+)\.'))[1]::int
        )
end;

-- What readers see of a user beside the name, as the API has it.
create function profile_view(handle text, bio text, links text[], picture text) returns json
language sql immutable parallel safe
return json_build_object('handle', handle, 'bio', bio, 'links', links, 'picture', picture);

-- The unpublished changes to a post as the API has them; null if there are none.
create function draft_view(of_post uuid) returns json
language sql stable parallel safe
return (
    select
        json_build_object(
            'title', post_drafts.title,
            'content', post_drafts.content,
            'tags', post_drafts.tags,
            'cover', cover_view(post_drafts.cover, post_drafts.cover_alt),
            'updatedAt', rfc3339(post_drafts.updated_at)
        )
    from post_drafts
    where post_drafts.post_id = of_post
);

-- Who has, or had, this handle; null if nobody.
create function author_at(of_handle text) returns uuid
language sql stable security definer
set search_path = public, pg_temp
return (select user_id from handles where handle = lower(of_handle));

-- The post that is, or was, at this address; null if there is none, or it is a draft.
create function post_at(of_handle text, of_slug text) returns uuid
language sql stable security definer
set search_path = public, pg_temp
return (
    select posts.id
    from handles
    join post_slugs on post_slugs.author_id = handles.user_id and post_slugs.slug = of_slug
    join posts on posts.id = post_slugs.post_id
    where handles.handle = lower(of_handle) and is_public(posts.published, posts.published_at, posts.updated_at)
);

-- For components of two versions before.
drop function list_posts(uuid, uuid, bigint, uuid, bigint, bigint, bigint);

-- A post in one form, as in 0011, with what is new. Components of the version before go on with that
-- one and its functions.
--
-- The address is not percent-encoded. A deleted author has no page, and so no handle, but the posts keep
-- an address.
create type post_view as (
    id uuid,
    title text,
    content text,
    html text,
    published boolean,
    published_at text,
    slug text,
    tags text[],
    cover json,
    author_id uuid,
    author_name text,
    author_handle text,
    address text,
    created_at text,
    updated_at text,
    listed_at_microseconds bigint,
    revision bigint,
    excerpt text,
    reading_minutes int,
    has_draft boolean,
    draft json
);

create function post_view(
    id uuid,
    title text,
    content text,
    html text,
    published boolean,
    published_at timestamptz,
    slug text,
    tags text[],
    cover text,
    cover_alt text,
    author_id uuid,
    author_name text,
    author_handle text,
    is_deleted boolean,
    created_at timestamptz,
    updated_at timestamptz,
    listed_at timestamptz,
    revision bigint,
    excerpt text,
    reading_minutes int,
    has_draft boolean,
    draft json
)
returns post_view
language sql stable parallel safe
return row(
    id,
    title,
    content,
    html,
    published,
    rfc3339(published_at),
    slug,
    tags,
    cover_view(cover, cover_alt),
    author_id,
    author_name,
    case when not is_deleted then author_handle end,
    '/@' || author_handle || '/' || slug,
    rfc3339(created_at),
    rfc3339(updated_at),
    (extract(epoch from listed_at) * 1000000)::bigint,
    revision,
    excerpt,
    reading_minutes,
    has_draft,
    draft
)::post_view;

-- A post, as the session's user may see it, with what `of_version` keeps of it; null when there is no
-- such post, or it is another user's draft or will be published later.
create function view_post(session_id uuid, post_id uuid, of_version bigint) returns json
language plpgsql volatile
as $$
declare
    reader constant uuid := (live_session(session_id)).user_id;
begin
    return (
        select
            to_json(
                post_view(
                    posts.id,
                    posts.title,
                    posts.content,
                    case when is_kept then posts.html end,
                    posts.published,
                    posts.published_at,
                    posts.slug,
                    posts.tags,
                    posts.cover,
                    posts.cover_alt,
                    posts.author_id,
                    users.name,
                    users.handle,
                    users.deleted_at is not null,
                    posts.created_at,
                    posts.updated_at,
                    posts.listed_at,
                    posts.revision,
                    null,
                    case when is_kept then posts.reading_minutes end,
                    null,
                    case
                        when posts.author_id = reader and posts.published then draft_view(posts.id)
                    end
                )
            )
        from posts
        join users on users.id = posts.author_id
        cross join lateral (
            select posts.summary_version = of_version and posts.summary_revision = posts.revision
        ) as kept (is_kept)
        where
            posts.id = view_post.post_id
            and (
                is_public(posts.published, posts.published_at, posts.updated_at)
                or posts.author_id = reader
            )
    );
end
$$;

-- A page of posts: of everyone, of one author, or of one tag, newest first. With excerpts, a post has its
-- whole text only where its excerpt has to be made. `of_published` asks for published posts, for
-- drafts, or, where it is null, for both. Of others, it has what is published by now; of the session's
-- user, what will be published later as well.
--
-- An author is named by id or by handle, a former one too. `of_tag` narrows a list of everyone or of one
-- author down.
create function view_posts(
    session_id uuid,
    of_author uuid,
    of_handle text,
    of_tag text,
    cursor_microseconds bigint,
    cursor_id uuid,
    at_most bigint,
    with_excerpts boolean,
    of_version bigint,
    of_published boolean
)
returns setof post_view
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
    reader constant uuid := (select session.user_id from live_session(session_id) as session);
    is_by_author constant boolean := of_author is not null or of_handle is not null;
    author constant uuid := case
        when of_handle is null then of_author
        when of_author is null or of_author = author_at(of_handle) then author_at(of_handle)
    end;
    before constant timestamptz := coalesce(
        timestamptz 'epoch' + cursor_microseconds * interval '1 microsecond', 'infinity'
    );
    before_id constant uuid := coalesce(cursor_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    -- Their author sees posts that will be published later.
    is_own constant boolean := coalesce(author = reader, false);
    with_published constant boolean := coalesce(of_published, true);
    with_drafts constant boolean := is_own and not coalesce(of_published, false);
begin
    return query
    select
        (post_view(
            page.id,
            page.title,
            case when not (with_excerpts and page.is_kept) then page.content end,
            null,
            page.published,
            page.published_at,
            page.slug,
            page.tags,
            page.cover,
            page.cover_alt,
            page.author_id,
            users.name,
            users.handle,
            users.deleted_at is not null,
            page.created_at,
            page.updated_at,
            page.listed_at,
            page.revision,
            case when with_excerpts and page.is_kept then page.excerpt end,
            case when page.is_kept then page.reading_minutes end,
            case
                when page.author_id = reader
                    then exists (select from post_drafts where post_drafts.post_id = page.id)
            end,
            null
        )).*
    from (
        select
            found.*,
            coalesce(
                found.summary_version = of_version and found.summary_revision = found.revision,
                false
            ) as is_kept
        from (
            (
                select posts.*
                from posts
                where
                    not is_by_author
                    and of_tag is null
                    and with_published
                    and posts.published
                    and (
                        is_own
                        or is_public(posts.published, posts.published_at, posts.updated_at)
                    )
                    and (posts.listed_at, posts.id) < (before, before_id)
                order by posts.listed_at desc, posts.id desc
                limit 200
            )
            union all
            (
                select posts.*
                from post_tags
                join posts on posts.id = post_tags.post_id
                where
                    not is_by_author
                    and post_tags.key = of_tag
                    and with_published
                    and is_public(posts.published, posts.published_at, posts.updated_at)
                    and (post_tags.listed_at, post_tags.post_id) < (before, before_id)
                order by post_tags.listed_at desc, post_tags.post_id desc
                limit 200
            )
            union all
            (
                select posts.*
                from posts
                where
                    posts.author_id = author
                    and (of_tag is null or of_tag = any(posts.tag_keys))
                    and with_published
                    and posts.published
                    and (
                        is_own
                        or is_public(posts.published, posts.published_at, posts.updated_at)
                    )
                    and (posts.listed_at, posts.id) < (before, before_id)
                order by posts.listed_at desc, posts.id desc
                limit 200
            )
            union all
            (
                select posts.*
                from posts
                where
                    posts.author_id = author
                    and (of_tag is null or of_tag = any(posts.tag_keys))
                    and with_drafts
                    and not posts.published
                    and (posts.listed_at, posts.id) < (before, before_id)
                order by posts.listed_at desc, posts.id desc
                limit 200
            )
        ) as found
    ) as page
    join users on users.id = page.author_id
    order by page.listed_at desc, page.id desc
    limit at_most;
end
$$;

-- What anybody may see of posts, as before, with what is new.
create or replace view published_posts with (security_barrier) as
select
    posts.id,
    posts.title,
    posts.content,
    users.name as author_name,
    posts.created_at,
    posts.updated_at,
    posts.excerpt,
    case when posts.summary_revision = posts.revision then posts.summary_version end
        as summary_version,
    case when posts.summary_revision = posts.revision then posts.html end as html,
    posts.reading_minutes,
    posts.author_id,
    case when users.deleted_at is null then users.handle end as author_handle,
    '/@' || users.handle || '/' || posts.slug as address,
    posts.slug,
    posts.tags,
    posts.tag_keys,
    posts.cover,
    posts.cover_alt,
    posts.published_at,
    posts.listed_at
from posts
join users on users.id = posts.author_id
where is_public(posts.published, posts.published_at, posts.updated_at);

-- What anybody may see of authors. A deleted one has no page.
create view public_authors with (security_barrier) as
select id, handle, name, bio, links, picture, created_at
from users
where deleted_at is null;

-- An author as the API has it, with the number of posts that everybody can read, counted up to a limit;
-- null if there is none. With its owner's rights, because `web` may not read posts.
create function author_view(of_author uuid, counted_at_most bigint) returns json
language plpgsql stable security definer
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan
-- It doesn't know how many posts an author has, and would read all of them first.
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
    -- A variable, or the planner might look for an author's few posts among everybody's.
    is_published constant boolean := true;
    found constant uuid[] := array(
        select posts.id
        from posts
        where
            posts.author_id = of_author
            and posts.published = is_published
            and posts.listed_at <= greatest(now(), posts.updated_at)
        order by posts.listed_at desc
        limit counted_at_most
    );
begin
    return (
        select
            json_build_object(
                'id', author.id,
                'handle', author.handle,
                'name', author.name,
                'bio', author.bio,
                'links', author.links,
                'picture', author.picture,
                'posts', cardinality(found),
                'joinedAt', rfc3339(author.created_at)
            )
        from public_authors as author
        where author.id = of_author
    );
end
$$;

-- As before, and what a deleted author leaves behind has no name, also in its address. Former addresses
-- still lead there.
create or replace function delete_account(of_user uuid, verified_hash text, keeps_posts boolean)
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
        -- Nobody would ever see the drafts, nor what is to be published later.
        delete from posts
        where
            posts.author_id = of_user
            and not is_public(posts.published, posts.published_at, posts.updated_at);
        if exists (select from posts where posts.author_id = of_user) then
            delete from sessions where sessions.user_id = of_user;
            delete from post_drafts
            using posts
            where posts.id = post_drafts.post_id and posts.author_id = of_user;
            update users
            set
                email = null,
                password_hash = null,
                name = 'Deleted author',
                handle = claim_handle(of_user, 'deleted_' || left(md5(of_user::text), 8)),
                bio = null,
                links = '{}',
                picture = null,
                deleted_at = now()
            where users.id = of_user;
            return true;
        end if;
    end if;

    delete from users where users.id = of_user;
    return true;
end
$$;

grant
    select (handle, bio, links, picture),
    update (handle, bio, links, picture)
on users to connectly_user_component;
grant
    select (handle, user_id),
    insert (handle, user_id)
on handles to connectly_user_component;
grant select (slug, published_at, tags, cover, cover_alt) on posts to connectly_user_component;
grant select (post_id, title, content, tags, cover, cover_alt, updated_at)
on post_drafts to connectly_user_component;
grant execute on function
    text_array(text),
    cover_view(text, text),
    profile_view(text, text, text[], text),
    draft_view(uuid)
to connectly_user_component;

grant select (handle, deleted_at) on users to connectly_blog_component;
grant
    insert (slug, published_at, tags, tag_keys, cover, cover_alt, html),
    update (slug, published_at, tags, tag_keys, cover, cover_alt, html)
on posts to connectly_blog_component;
grant
    select,
    insert (post_id, title, content, tags, cover, cover_alt),
    update (title, content, tags, cover, cover_alt, updated_at),
    delete
on post_drafts to connectly_blog_component;
grant select on tags, post_tags to connectly_blog_component;
grant execute on function
    is_public(boolean, timestamptz, timestamptz),
    owns_post(uuid, uuid),
    text_array(text),
    cover_view(text, text),
    draft_view(uuid),
    author_at(text),
    author_view(uuid, bigint),
    post_at(text, text),
    post_view(
        uuid, text, text, text, boolean, timestamptz, text, text[], text, text, uuid, text, text,
        boolean, timestamptz, timestamptz, timestamptz, bigint, text, int, boolean, json
    ),
    view_post(uuid, uuid, bigint),
    view_posts(uuid, uuid, text, text, bigint, uuid, bigint, boolean, bigint, boolean)
to connectly_blog_component;

grant select on public_authors to connectly_web_component;
grant execute on function
    is_public(boolean, timestamptz, timestamptz),
    author_at(text),
    author_view(uuid, bigint),
    post_at(text, text)
to connectly_web_component;
