-- Makes a post whose author is the session's user. Triggers complete it: migrations/0012_publication.sql.
--
-- $1 session uuid, $2 id uuid, $3 title text, $4 content text, $5 published boolean,
-- $6 excerpt text, $7 reading minutes bigint, $8 HTML text, $9 the version that made these bigint,
-- $10 time of publication, microseconds since 1970 bigint or null for now, $11 slug text,
-- $12 tags as JSON text, $13 their normal forms as JSON text,
-- $14 address of the cover text or null, $15 what it shows text or null, $16 the words of the content text
with created as (
    insert into posts (
        id, author_id, title, content, published,
        excerpt, reading_minutes, html, summary_version, summary_revision,
        published_at, slug, tags, tag_keys, cover, cover_alt
    )
    select
        $2, session.user_id, $3, $4, $5,
        $6, $7::bigint, $8, $9::bigint, 1,
        timestamptz 'epoch' + $10::bigint * interval '1 microsecond',
        $11, text_array($12), text_array($13), $14, $15
    from live_session($1) as session
    returning id, revision
),
-- Before the trigger that makes a post searchable: migrations/0015_search.sql.
searchable as (
    insert into post_search (post_id, version, revision, words)
    select created.id, $9::bigint, created.revision, $16
    from created
)
select revision from created
