-- Writing in less of the database's time. A host prepares a statement for every run, but a function's
-- plans last as long as the connection.

-- Gives a post this slug or, when another post of the author has it, the same with a number. As before,
-- but it looks for a free number before it tries to take it.
create or replace function claim_slug(of_author uuid, of_post uuid, wanted text) returns text
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    base constant text := left(wanted, 90);
    candidate text := base;
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
        -- A small number, if one is free or is this post's own.
        select base || '-' || number into candidate
        from generate_series(2, 9) as number
        where not exists (
            select from post_slugs
            where
                author_id = of_author
                and slug = base || '-' || number
                and post_id <> of_post
        )
        order by number
        limit 1;
        if not found then
            candidate := base || '-' || (10 + floor(random() * 99990))::int;
        end if;
    end loop;
end
$$;

-- As before, but what is searched of a post may be complete already.
create or replace function posts_are_searchable() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    if tg_op = 'INSERT'
        and exists (
            select from post_search
            where
                post_search.post_id = new.id
                and post_search.revision = new.revision
                and (post_search.vector is not null) = new.published
        )
    then
        return null;
    end if;
    -- A component of an earlier version passes no words. The text of links and most signs of Markdown
    -- are taken away here; `cargo xtask migrate` does it properly.
    insert into post_search (post_id, version, revision, words)
    select
        new.id,
        0,
        new.revision,
        regexp_replace(
            regexp_replace(new.content, '\]\([^()\s]*\)|^\s*(#{1,6}|>|```.*)', ' ', 'gn'),
            '[][*_`~|\\]+', '', 'g'
        )
    where not exists (
        select from post_search
        where
            post_search.post_id = new.id
            and (
                post_search.revision = new.revision
                or (tg_op = 'UPDATE' and old.content = new.content)
            )
    )
    on conflict (post_id) do update
    set version = excluded.version, revision = excluded.revision, words = excluded.words;
    perform index_post(new);
    return null;
end
$$;

-- Makes a post whose author is the session's user, with what is kept and what is searched of it. Triggers
-- complete it. Returns its revision.
create function create_post(
    session_id uuid,
    of_id uuid,
    of_title text,
    of_content text,
    is_published boolean,
    of_excerpt text,
    of_reading_minutes bigint,
    of_html text,
    of_version bigint,
    -- Microseconds since 1970, or null for now.
    of_time bigint,
    of_slug text,
    -- Lists of texts in JSON: see text_array.
    of_tags text,
    of_tag_keys text,
    of_cover text,
    of_cover_alt text,
    of_words text
) returns bigint
language plpgsql volatile
as $$
declare
    author constant uuid := (live_session(session_id)).user_id;
    made bigint;
begin
    with created as (
        insert into posts (
            id, author_id, title, content, published,
            excerpt, reading_minutes, html, summary_version, summary_revision,
            published_at, slug, tags, tag_keys, cover, cover_alt
        )
        values (
            of_id, author, of_title, of_content, is_published,
            of_excerpt, of_reading_minutes, of_html, of_version, 1,
            timestamptz 'epoch' + of_time * interval '1 microsecond',
            of_slug, text_array(of_tags), text_array(of_tag_keys), of_cover, of_cover_alt
        )
        returning id, revision, published, listed_at, title, tags
    ),
    searchable as (
        insert into post_search (post_id, listed_at, version, revision, words, vector)
        select
            created.id,
            case when created.published then created.listed_at end,
            of_version,
            created.revision,
            of_words,
            case
                when created.published
                    then search_vector(search_language(), created.title, created.tags, of_words)
            end
        from created
    )
    select created.revision into made from created;
    return made;
end
$$;

-- Counts a change by the session's user, or raises CN429. In a statement of its own: see begin_writing.
create function count_writing(session_id uuid, by_user bigint[]) returns boolean
language plpgsql volatile
as $$
begin
    return begin_writing((live_session(session_id, touches => false)).user_id, by_user);
end
$$;

revoke execute on function
    create_post(
        uuid, uuid, text, text, boolean, text, bigint, text, bigint, bigint, text, text, text, text,
        text, text
    ),
    count_writing(uuid, bigint[])
from public;

grant execute on function
    create_post(
        uuid, uuid, text, text, boolean, text, bigint, text, bigint, bigint, text, text, text, text,
        text, text
    ),
    count_writing(uuid, bigint[])
to connectly_blog_component;
grant execute on function count_writing(uuid, bigint[])
to connectly_user_component, connectly_media_component;
grant insert (listed_at, vector) on post_search to connectly_blog_component;
grant execute on function
    search_form(text),
    search_vector(regconfig, text, text[], text)
to connectly_blog_component;
