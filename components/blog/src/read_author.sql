-- The author who has, or had, a handle: migrations/0012_publication.sql.
--
-- $1 session uuid or null, $2 handle text, $3 how many posts to count at most bigint
--
-- One row: the author as JSON, or null if nobody had it or the account was deleted.
select
    case
        when users.id is not null
            then json_build_object(
                'id', users.id,
                'handle', users.handle,
                'name', users.name,
                'bio', users.bio,
                'links', users.links,
                'picture', users.picture,
                'posts', (
                    select count(*)
                    from (
                        select
                        from posts
                        where
                            posts.author_id = users.id
                            and posts.published
                            and posts.listed_at <= now()
                        limit $3::bigint
                    ) as counted
                ),
                'joinedAt', rfc3339(users.created_at)
            )
    end::text as author
from (select live_session($1)) as session
left join users on users.id = author_at($2) and users.deleted_at is null
