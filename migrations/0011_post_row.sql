-- A post in one form, whether it is read, listed or updated.
--
-- An export keeps its own statement. It needs less of a post, and Postgres takes two to three times as
-- long to return 1,000 posts as one JSON value as it takes to return them as rows.

-- The columns are named as JSON has them. `body` is the content, and may be null where it isn't asked
-- for; the excerpt and the reading time also where none is kept of the post as it is now.
create type post_row as (
    id uuid,
    title text,
    body text,
    published boolean,
    author_id uuid,
    author_name text,
    created_at text,
    updated_at text,
    created_at_microseconds bigint,
    revision bigint,
    excerpt text,
    reading_minutes int
);

-- Postgres puts the expression in the place of the call, which then costs nothing. The function takes columns
-- and no row of `posts`, because to make such a row Postgres would fetch the whole text of every post.
create function post_row(
    id uuid,
    title text,
    body text,
    published boolean,
    author_id uuid,
    author_name text,
    created_at timestamptz,
    updated_at timestamptz,
    revision bigint,
    excerpt text,
    reading_minutes int
)
returns post_row
language sql stable parallel safe
return row(
    id,
    title,
    body,
    published,
    author_id,
    author_name,
    rfc3339(created_at),
    rfc3339(updated_at),
    (extract(epoch from created_at) * 1000000)::bigint,
    revision,
    excerpt,
    reading_minutes
)::post_row;

-- A post, as the session's user may see it, with what `of_version` keeps of it; null when there is no
-- such post or it is somebody else's draft. An older component doesn't pass the version, and knows the
-- body as `content`.
drop function read_post(uuid, uuid);

create function read_post(session_id uuid, post_id uuid, of_version bigint default null)
returns json
language plpgsql volatile
as $$
declare
    reader constant uuid := (live_session(session_id)).user_id;
    post constant json := (
        select
            to_json(
                post_row(
                    posts.id,
                    posts.title,
                    posts.content,
                    posts.published,
                    posts.author_id,
                    (select users.name from users where users.id = posts.author_id),
                    posts.created_at,
                    posts.updated_at,
                    posts.revision,
                    null,
                    case
                        when posts.summary_version = of_version
                            and posts.summary_revision = posts.revision
                            then posts.reading_minutes
                    end
                )
            )
        from posts
        where posts.id = post_id and (posts.published or posts.author_id = reader)
    );
begin
    if of_version is null then
        return post::jsonb || jsonb_build_object('content', post -> 'body');
    end if;
    return post;
end
$$;

-- A page of posts, as before.
drop function list_posts(uuid, uuid, bigint, uuid, bigint, bigint, bigint, boolean);

create function list_posts(
    session_id uuid,
    of_author uuid,
    cursor_microseconds bigint,
    cursor_id uuid,
    at_most bigint,
    excerpt_length bigint,
    of_version bigint default null,
    of_published boolean default null
)
returns setof post_row
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
    reader constant uuid := (select session.user_id from live_session(session_id) as session);
    before constant timestamptz := coalesce(
        timestamptz 'epoch' + cursor_microseconds * interval '1 microsecond', 'infinity'
    );
    before_id constant uuid := coalesce(cursor_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    with_published constant boolean := coalesce(of_published, true);
    with_drafts constant boolean := not coalesce(of_published, false);
begin
    return query
    select
        (post_row(
            page.id,
            page.title,
            case
                when excerpt_length is null then page.content
                when of_version is null then left(page.content, excerpt_length::int)
                when page.is_kept then null
                else page.content
            end,
            page.published,
            page.author_id,
            users.name,
            page.created_at,
            page.updated_at,
            page.revision,
            case when page.is_kept and excerpt_length is not null then page.excerpt end,
            case when page.is_kept then page.reading_minutes end
        )).*
    from (
        select
            found.*,
            found.summary_version = of_version
                and found.summary_revision = found.revision as is_kept
        from (
            (
                select posts.*
                from posts
                where
                    of_author is null
                    and with_published
                    and posts.published
                    and (posts.created_at, posts.id) < (before, before_id)
                order by posts.created_at desc, posts.id desc
                limit 200
            )
            union all
            (
                select posts.*
                from posts
                where
                    posts.author_id = of_author
                    and with_published
                    and posts.published
                    and (posts.created_at, posts.id) < (before, before_id)
                order by posts.created_at desc, posts.id desc
                limit 200
            )
            union all
            (
                select posts.*
                from posts
                where
                    posts.author_id = of_author
                    and of_author = reader
                    and with_drafts
                    and not posts.published
                    and (posts.created_at, posts.id) < (before, before_id)
                order by posts.created_at desc, posts.id desc
                limit 200
            )
        ) as found
    ) as page
    join users on users.id = page.author_id
    order by page.created_at desc, page.id desc
    limit at_most;
end
$$;

grant execute on function
    post_row(
        uuid, text, text, boolean, uuid, text, timestamptz, timestamptz, bigint, text, int
    ),
    read_post(uuid, uuid, bigint),
    list_posts(uuid, uuid, bigint, uuid, bigint, bigint, bigint, boolean)
to connectly_blog_component;
