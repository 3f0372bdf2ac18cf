-- Reading a post, as a function that returns a single value.
--
-- Of each column of a result Postgres tells the host, and the host the component, its name and its
-- type, each time: a post in JSON costs all three less than a row of nine columns. And a variable for
-- the session's user costs less than a join with what a function returns.

drop function read_post(uuid, uuid);

-- A post, as the session's user may see it; null when there is no such post or it is somebody
-- else's draft.
create function read_post(session_id uuid, post_id uuid) returns json
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
                posts.revision
            from posts
            where posts.id = post_id and (posts.published or posts.author_id = reader)
        ) as visible
    );
end
$$;

grant execute on function read_post(uuid, uuid) to connectly_blog_component;
