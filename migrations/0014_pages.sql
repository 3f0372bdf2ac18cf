-- What the component `web` shows to everybody: lists of published posts, the archive, and the parts of
-- the sitemap.

-- A page of at most 51 published posts, newest first: of everyone, of one author, or of one tag. Each
-- comes as JSON, with its text where that is asked for, or where something has to be made of it anew.
--
-- In functions, whose plans last as long as the connection.
create function published_page(
    of_author uuid,
    of_tag text,
    since_microseconds bigint,
    cursor_microseconds bigint,
    cursor_id uuid,
    at_most bigint,
    with_text boolean,
    of_version bigint
)
returns setof json
language plpgsql stable security definer
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
    since constant timestamptz := coalesce(
        timestamptz 'epoch' + since_microseconds * interval '1 microsecond', '-infinity'
    );
    before constant timestamptz := coalesce(
        timestamptz 'epoch' + cursor_microseconds * interval '1 microsecond', 'infinity'
    );
    before_id constant uuid := coalesce(cursor_id, '00000000-0000-0000-0000-000000000000');
    -- A variable, or the planner might look for an author's few posts among everybody's. It may not sort
    -- either: it doesn't know how many posts an author has, and would read all of them first.
    is_published constant boolean := true;
    -- From the table, because no order gets through the view. With a limit that the planner knows, it
    -- reads an index in order.
    ids uuid[];
begin
    if of_tag is not null then
        ids := array(
            select post_tags.post_id
            from post_tags
            where
                post_tags.key = of_tag
                and post_tags.listed_at <= now()
                and (post_tags.listed_at, post_tags.post_id) < (before, before_id)
            order by post_tags.listed_at desc, post_tags.post_id desc
            limit 51
        );
    elsif of_author is not null then
        ids := array(
            select posts.id
            from posts
            where
                posts.author_id = of_author
                and posts.published = is_published
                and posts.listed_at <= now()
                and (posts.listed_at, posts.id) < (before, before_id)
            order by posts.listed_at desc, posts.id desc
            limit 51
        );
    else
        ids := array(
            select posts.id
            from posts
            where
                posts.published
                and posts.listed_at between since and now()
                and (posts.listed_at, posts.id) < (before, before_id)
            order by posts.listed_at desc, posts.id desc
            limit 51
        );
    end if;
    return query
    select
        -- One by one, because joined to the view, all of it would be read.
        (
            select published_post(post, with_text, of_version)
            from published_posts as post
            where post.id = chosen.id
        )
    from unnest(ids[:at_most]) with ordinality as chosen (id, place)
    order by chosen.place;
end
$$;

-- A published post as JSON.
create function published_post(post published_posts, with_text boolean, of_version bigint) returns json
language plpgsql stable
as $$
declare
    is_kept constant boolean := coalesce(post.summary_version = of_version, false);
begin
    return json_build_object(
        'id', post.id,
        'title', post.title,
        'slug', post.slug,
        'excerpt', case when is_kept then post.excerpt end,
        'readingMinutes', case when is_kept then post.reading_minutes end,
        'html', case when is_kept and with_text then post.html end,
        'content', case when not is_kept or (with_text and post.html is null) then post.content end,
        'tags', post.tags,
        'tagKeys', post.tag_keys,
        'cover', post.cover,
        'coverAlt', post.cover_alt,
        'authorId', post.author_id,
        'authorName', post.author_name,
        -- From the address, which posts of a deleted author keep; such an author has no page.
        'authorHandle', split_part(substr(post.address, 3), '/', 1),
        'hasAuthor', exists (select from public_authors where public_authors.id = post.author_id),
        'publishedAt', rfc3339(post.published_at),
        'updatedAt', rfc3339(post.updated_at),
        'place', (extract(epoch from post.listed_at) * 1000000)::bigint
    );
end
$$;

-- How many posts each month of the archive has, newest first. It counts them all, which takes an index
-- alone, and is asked for seldom, because the page is cached.
create function published_months() returns table (month text, posts bigint)
language sql stable security definer
set search_path = public, pg_temp
begin atomic
    select to_char(posts.listed_at at time zone 'utc', 'YYYY-MM'), count(*)
    from posts
    where posts.published and posts.listed_at <= now()
    group by 1
    order by 1 desc;
end;

-- A part of the sitemap: the addresses of posts, oldest first, so that a new one changes the last part.
create function sitemap_posts(part bigint, size bigint)
returns table (handle text, slug text, updated_at text)
language sql stable security definer
set search_path = public, pg_temp
begin atomic
    select users.handle, posts.slug, rfc3339(posts.updated_at)
    from (
        select posts.id
        from posts
        where posts.published and posts.listed_at <= now()
        order by posts.listed_at, posts.id
        offset part * size
        limit size
    ) as chosen
    join posts on posts.id = chosen.id
    join users on users.id = posts.author_id
    order by posts.listed_at, posts.id;
end;

-- Another one: the pages of authors who have published something.
create function sitemap_authors(part bigint, size bigint) returns table (handle text)
language sql stable security definer
set search_path = public, pg_temp
begin atomic
    select users.handle
    from users
    where
        users.deleted_at is null
        and exists (
            select from posts
            where posts.author_id = users.id and posts.published and posts.listed_at <= now()
        )
    order by users.id
    offset part * size
    limit size;
end;

-- How many of each there are.
create function sitemap_counts() returns table (posts bigint, authors bigint)
language sql stable security definer
set search_path = public, pg_temp
begin atomic
    select
        (select count(*) from posts where posts.published and posts.listed_at <= now()),
        (
            select count(*)
            from users
            where
                users.deleted_at is null
                and exists (
                    select from posts
                    where
                        posts.author_id = users.id
                        and posts.published
                        and posts.listed_at <= now()
                )
        );
end;

grant select on tags to connectly_web_component;
grant execute on function
    published_page(uuid, text, bigint, bigint, uuid, bigint, boolean, bigint),
    published_post(published_posts, boolean, bigint),
    published_months(),
    sitemap_posts(bigint, bigint),
    sitemap_authors(bigint, bigint),
    sitemap_counts()
to connectly_web_component;
