-- What lists show of a post, kept beside it: the beginning of its text without Markdown's signs, and
-- how long it takes to read.
--
-- The component `blog` makes both of the content when it is written, because Postgres knows no
-- Markdown. They may be missing or out of date: in rows from before this migration, in rows that an
-- older version of the component writes while an upgrade is under way, or that somebody changes by
-- hand, and when a newer version makes them in another way. So beside them stand the revision and
-- the version that they were made for. Where these are not those of today, who reads the post makes
-- both anew, of the content.
alter table posts
    add column excerpt text
        constraint posts_excerpt_check check (char_length(excerpt) between 0 and 280),
    add column reading_minutes int
        constraint posts_reading_minutes_check check (reading_minutes >= 1),
    -- `VERSION` of crates/markdown.
    add column summary_version int,
    add column summary_revision bigint,
    add constraint posts_summary_check check (
        num_nulls(excerpt, reading_minutes, summary_version, summary_revision) in (0, 4)
    );

-- Reading a post, as before, with what is kept of it. `summary_version` is null where that is out of
-- date.
create or replace function read_post(session_id uuid, post_id uuid) returns json
language plpgsql volatile
as $$
declare
    reader constant uuid := (live_session(session_id)).user_id;
begin
    return (
        select to_json(visible)
        from (
            select
                posts.id,
                posts.title,
                posts.content,
                posts.published,
                posts.author_id,
                (select users.name from users where users.id = posts.author_id) as author_name,
                rfc3339(posts.created_at) as created_at,
                rfc3339(posts.updated_at) as updated_at,
                posts.revision,
                posts.reading_minutes,
                case
                    when posts.summary_revision = posts.revision then posts.summary_version
                end as summary_version
            from posts
            where posts.id = post_id and (posts.published or posts.author_id = reader)
        ) as visible
    );
end
$$;

-- A page of posts, as before, which has the excerpts of `of_version` where they are kept, and the
-- whole text where one has to be made. An older component, which does not say a version, gets the
-- beginning of the text.
drop function list_posts(uuid, uuid, bigint, uuid, bigint, bigint);

create function list_posts(
    session_id uuid,
    of_author uuid,
    cursor_microseconds bigint,
    cursor_id uuid,
    at_most bigint,
    excerpt_length bigint,
    of_version bigint default null
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
        (
            select
                posts.*,
                posts.summary_version = of_version
                    and posts.summary_revision = posts.revision as is_kept
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
            select
                posts.*,
                posts.summary_version = of_version
                    and posts.summary_revision = posts.revision as is_kept
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

-- What anybody may see of posts, as before, with what is kept of them.
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
        as summary_version
from posts
join users on users.id = posts.author_id
where posts.published;

grant
    insert (excerpt, reading_minutes, summary_version, summary_revision),
    update (excerpt, reading_minutes, summary_version, summary_revision)
on posts to connectly_blog_component;
grant execute on function list_posts(uuid, uuid, bigint, uuid, bigint, bigint, bigint)
to connectly_blog_component;
