-- Lists of published posts alone, or of drafts alone.
--
-- An author of thousands of posts looks for a few drafts, so neither list may read through the other.
create index posts_author_id_published_idx
on posts (author_id, published, created_at desc, id desc);

-- A page of posts, as before, of which `of_published` asks for those that are published, for drafts,
-- or, where it is null, for both. An older component doesn't pass it.
--
-- One author's published posts and drafts are two parts of the statement. Each is in the order of the
-- index, so a page of both merges them and reads no more of either than it shows.
drop function list_posts(uuid, uuid, bigint, uuid, bigint, bigint, bigint);

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
returns table (
    id uuid,
    title text,
    body text,
    published boolean,
    author_id uuid,
    author_name text,
    created_at text,
    updated_at text,
    created_at_microseconds bigint,
    excerpt text,
    reading_minutes int
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
    with_published constant boolean := coalesce(of_published, true);
    with_drafts constant boolean := not coalesce(of_published, false);
begin
    return query
    select
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
        rfc3339(page.created_at),
        rfc3339(page.updated_at),
        (extract(epoch from page.created_at) * 1000000)::bigint,
        case when page.is_kept and excerpt_length is not null then page.excerpt end,
        case when page.is_kept then page.reading_minutes end
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

grant execute on function list_posts(uuid, uuid, bigint, uuid, bigint, bigint, bigint, boolean)
to connectly_blog_component;
