-- Reading in less of the database's time, and as the API answers, so that components pass it on as it is.

-- As before, but no more rows are read of each kind than the page has. The planner has to know a limit, and
-- doesn't know this one, so it stands around another.
create or replace function view_posts(
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
                select * from (
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
                ) as nearest
                limit at_most
            )
            union all
            (
                select * from (
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
                ) as nearest
                limit at_most
            )
            union all
            (
                select * from (
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
                ) as nearest
                limit at_most
            )
            union all
            (
                select * from (
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
                ) as nearest
                limit at_most
            )
        ) as found
    ) as page
    join users on users.id = page.author_id
    order by page.listed_at desc, page.id desc
    limit at_most;
end
$$;

-- An author and a post as the API has them. The names are those of the JSON.
create type api_author as (id uuid, name text, handle text);
create type api_post as (
    id uuid,
    title text,
    published boolean,
    "publishedAt" text,
    slug text,
    address text,
    tags text[],
    cover json,
    "authorId" uuid,
    author api_author,
    "createdAt" text,
    "updatedAt" text,
    content text,
    html text,
    "readingMinutes" int,
    draft json
);

-- The same in a list: with all of the text, and with an excerpt.
create type api_listed_post as (
    id uuid,
    title text,
    published boolean,
    "publishedAt" text,
    slug text,
    address text,
    tags text[],
    cover json,
    "authorId" uuid,
    author api_author,
    "createdAt" text,
    "updatedAt" text,
    content text,
    "readingMinutes" int,
    "hasDraft" boolean
);
create type api_excerpt as (
    id uuid,
    title text,
    published boolean,
    "publishedAt" text,
    slug text,
    address text,
    tags text[],
    cover json,
    "authorId" uuid,
    author api_author,
    "createdAt" text,
    "updatedAt" text,
    excerpt text,
    "readingMinutes" int,
    "hasDraft" boolean
);

-- A post as `view_post` finds it, and its revision. The post is null if there is none, and also if what is
-- kept of it is of another version or revision: then it has to be made again.
create function show_post(
    session_id uuid, post_id uuid, of_version bigint, out post text, out revision bigint
)
language plpgsql volatile
as $$
declare
    reader constant uuid := (live_session(session_id)).user_id;
begin
    select
        case
            when
                posts.summary_version = of_version
                and posts.summary_revision = posts.revision
                and posts.html is not null
            then to_json(
                row(
                    posts.id,
                    posts.title,
                    posts.published,
                    rfc3339(posts.published_at),
                    posts.slug,
                    '/@' || users.handle || '/' || posts.slug,
                    posts.tags,
                    cover_view(posts.cover, posts.cover_alt),
                    posts.author_id,
                    row(
                        posts.author_id,
                        users.name,
                        case when users.deleted_at is null then users.handle end
                    )::api_author,
                    rfc3339(posts.created_at),
                    rfc3339(posts.updated_at),
                    posts.content,
                    posts.html,
                    posts.reading_minutes,
                    case
                        when posts.author_id = reader and posts.published then draft_view(posts.id)
                    end
                )::api_post
            )::text
        end,
        posts.revision
    into post, revision
    from posts
    join users on users.id = posts.author_id
    where
        posts.id = show_post.post_id
        and (
            is_public(posts.published, posts.published_at, posts.updated_at)
            or posts.author_id = reader
        );
end
$$;

-- A page as `view_posts` finds it: an array of posts, or null if it is empty, whether there are more, and
-- the place of its last one. `is_kept` is false if what is kept of one of them is of another version or
-- revision: then it has to be made again.
create function show_posts(
    session_id uuid,
    of_author uuid,
    of_handle text,
    of_tag text,
    cursor_microseconds bigint,
    cursor_id uuid,
    at_most bigint,
    with_excerpts boolean,
    of_version bigint,
    of_published boolean,
    out posts text,
    out has_more boolean,
    out last_microseconds bigint,
    out last_id uuid,
    out is_kept boolean
)
language plpgsql volatile
as $$
begin
    select
        json_agg(
            case
                when with_excerpts then to_json(
                    row(
                        page.id,
                        page.title,
                        page.published,
                        page.published_at,
                        page.slug,
                        page.address,
                        page.tags,
                        page.cover,
                        page.author_id,
                        row(page.author_id, page.author_name, page.author_handle)::api_author,
                        page.created_at,
                        page.updated_at,
                        page.excerpt,
                        page.reading_minutes,
                        coalesce(page.has_draft, false)
                    )::api_excerpt
                )
                else to_json(
                    row(
                        page.id,
                        page.title,
                        page.published,
                        page.published_at,
                        page.slug,
                        page.address,
                        page.tags,
                        page.cover,
                        page.author_id,
                        row(page.author_id, page.author_name, page.author_handle)::api_author,
                        page.created_at,
                        page.updated_at,
                        page.content,
                        page.reading_minutes,
                        coalesce(page.has_draft, false)
                    )::api_listed_post
                )
            end
            order by page.place
        ) filter (where page.place <= at_most)::text,
        count(*) > at_most,
        max(page.listed_at_microseconds) filter (where page.place = at_most),
        (array_agg(page.id) filter (where page.place = at_most))[1],
        coalesce(
            bool_and(
                page.reading_minutes is not null
                and (page.excerpt is not null or not with_excerpts)
            ),
            true
        )
    into posts, has_more, last_microseconds, last_id, is_kept
    from view_posts(
        session_id, of_author, of_handle, of_tag, cursor_microseconds, cursor_id, at_most + 1,
        with_excerpts, of_version, of_published
    ) with ordinality as page (
        id, title, content, html, published, published_at, slug, tags, cover, author_id, author_name,
        author_handle, address, created_at, updated_at, listed_at_microseconds, revision, excerpt,
        reading_minutes, has_draft, draft, place
    );
end
$$;

revoke execute on function
    show_post(uuid, uuid, bigint),
    show_posts(uuid, uuid, text, text, bigint, uuid, bigint, boolean, bigint, boolean)
from public;
grant execute on function
    show_post(uuid, uuid, bigint),
    show_posts(uuid, uuid, text, text, bigint, uuid, bigint, boolean, bigint, boolean)
to connectly_blog_component;
