-- What is read most, as functions.
--
-- Hosts prepare a statement anew for each time that it is run, and Postgres plans it anew: that
-- costs it more than the reading itself. The plans of a function's statements are kept as long as
-- the connection. docs/benchmarks.md says what that brings.
--
-- They run with the rights and the search path of their caller. All columns are named with their
-- tables, for the names of what is returned are variables here.

-- A post, as the session's user may see it; one row of nulls when there is no such post or it is
-- somebody else's draft.
create function read_post(session_id uuid, post_id uuid)
returns table (
    id uuid,
    title text,
    content text,
    published boolean,
    author_id uuid,
    author_name text,
    created_at text,
    updated_at text,
    revision bigint
)
language plpgsql volatile rows 1
as $$
begin
    return query
    select
        posts.id,
        posts.title,
        posts.content,
        posts.published,
        posts.author_id,
        users.name,
        rfc3339(posts.created_at),
        rfc3339(posts.updated_at),
        posts.revision
    from live_session(session_id) as session
    left join posts
        on posts.id = post_id and (posts.published or posts.author_id = session.user_id)
    left join users on users.id = posts.author_id;
end
$$;

-- A page of posts, newest first: of everyone, or of one author. Drafts are there only when the
-- author is the session's user. It begins after a cursor, microseconds since 1970 and a post, where
-- there is one.
--
-- One plan for all arguments, or Postgres would make one for each call: it takes that to be
-- cheaper. So each kind of page has a part of the statement, of which one has no rows, and the first
-- page begins after what is later than all posts. The inner limits, more than any page holds, tell
-- the planner that authors are few: it does not know `at_most`, and would read all users.
create function list_posts(
    session_id uuid,
    of_author uuid,
    cursor_microseconds bigint,
    cursor_id uuid,
    at_most bigint,
    excerpt_length bigint
)
returns table (
    id uuid,
    title text,
    body text,
    published boolean,
    author_id uuid,
    author_name text,
    created_at text,
    updated_at text,
    created_at_microseconds bigint
)
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
    reader constant uuid := (select session.user_id from live_session(session_id) as session);
    before constant timestamptz := coalesce(
        timestamptz 'epoch' + cursor_microseconds * interval '1 microsecond', 'infinity'
    );
    before_id constant uuid := coalesce(cursor_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
    return query
    select
        page.id,
        page.title,
        case
            when excerpt_length is null then page.content
            else left(page.content, excerpt_length::int)
        end,
        page.published,
        page.author_id,
        users.name,
        rfc3339(page.created_at),
        rfc3339(page.updated_at),
        (extract(epoch from page.created_at) * 1000000)::bigint
    from (
        (
            select posts.*
            from posts
            where
                of_author is null
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
                and (posts.published or posts.author_id = reader)
                and (posts.created_at, posts.id) < (before, before_id)
            order by posts.created_at desc, posts.id desc
            limit 200
        )
    ) as page
    join users on users.id = page.author_id
    order by page.created_at desc, page.id desc
    limit at_most;
end
$$;

grant execute on function
    read_post(uuid, uuid),
    list_posts(uuid, uuid, bigint, uuid, bigint, bigint)
to connectly_blog_component;
