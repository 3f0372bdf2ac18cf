-- Reading in less of the database's time, and as the API answers, so that components pass it on as it is.

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
