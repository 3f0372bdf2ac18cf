//! Rows that every statement finds its own among.

use super::{HASH, HESITANT, PROLIFIC};

/// The statements that fill the tables, for a number of users. There are twenty times as many sessions,
/// of which half have expired, and ten times as many of everything else. Of four posts in a row, one is the
/// prolific author's and one is the hesitant author's. Half of the pictures are the prolific author's, and
/// half of those are unused for long. The buckets of rate limits are all full again.
pub(crate) fn rows(users: u32) -> String {
    let (sessions, many) = (20 * users, 10 * users);
    let id = |kind: &str, number: &str| {
        format!("('00000000-0000-{kind}-8000-' || lpad(to_hex({number}), 12, '0'))::uuid")
    };
    let user = |number: &str| id("7000", number);
    let author = format!("1 + (i / 2) % {users}");
    format!(
        "insert into users (id, email, password_hash, name)
        select {}, 'user' || i || '@example.com', {HASH}, 'author ' || i
        from generate_series(1, {users}) as i;

        insert into sessions (id, user_id, created_at, expires_at, last_used_at)
        select {}, {}, now() - interval '8 days',
            now() + case when i % 2 = 0 then 1 else -1 end * interval '1 day',
            now() - interval '2 days'
        from generate_series(1, {sessions}) as i;

        -- What the triggers would do row by row.
        alter table posts disable trigger user;
        alter table post_tags disable trigger user;
        insert into posts
            (id, author_id, title, content, published, created_at, published_at, slug, tags, tag_keys)
        select id, author_id, 'title', 'content', published, time,
            case when published then time end, case when published then 'title-' || i end,
            array['Tag' || tag], array['tag' || tag]
        from (
            select i, {} as id,
                case i % 4 when 0 then {PROLIFIC} when 2 then {HESITANT} else {} end as author_id,
                i % 4 <> 2 and i % 4000 <> 0 as published,
                timestamptz '2026-01-01 00:00:00Z' + i * interval '1 second' as time,
                case when i % 2 = 0 then 1 else i end as tag
            from generate_series(1, {many}) as i
        ) as made;
        insert into post_slugs (author_id, slug, post_id)
        select author_id, slug, id from posts where published;
        insert into tags (key, label, posts)
        select tag_keys[1], tags[1], count(*) filter (where published) from posts group by 1, 2;
        insert into post_tags (key, post_id, listed_at)
        select tag_keys[1], id, listed_at from posts where published;
        insert into post_drafts (post_id, title, content)
        select id, 'title', 'content' from posts where published;
        insert into post_search (post_id, listed_at, version, revision, words, vector)
        select id, case when published then listed_at end, 1, 1, words,
            case when published then to_tsvector('simple', words) end
        from posts, lateral (select 'common words rare' || ('x' || right(id::text, 8))::bit(32)::int % 1000)
            as made (words);
        alter table posts enable trigger user;
        alter table post_tags enable trigger user;

        insert into pictures (
            id, user_id, media_type, width, height, bytes, created_at, unused_since
        )
        select {}, case i % 2 when 0 then {PROLIFIC} else {} end, 'image/png', 1200, 600, 4,
            timestamptz '2026-01-01 00:00:00Z' + i * interval '1 second',
            case when i % 4 = 0 then now() - interval '9 days' end
        from generate_series(1, {many}) as i;

        insert into picture_files (picture_id, width, media_type, bytes, content)
        select id, 1200, 'image/png', 4, 'file' from pictures;

        insert into picture_uses (picture_id, place, place_id)
        select {}, 'post', {} from generate_series(1, {many}) as i where i % 4 <> 0;

        insert into picture_totals (user_id, bytes) select id, 1000000 from users;

        insert into leftover_files (key, due_at)
        select 'media/' || i, now() - interval '1 hour' from generate_series(1, {many}) as i;

        insert into rate_limits (key, full_at)
        select sha256(i::text::bytea), now() - interval '1 hour'
        from generate_series(1, {many}) as i;

        analyze",
        user("i"),
        id("7001", "i"),
        user(&format!("1 + (i - 2 + {users}) % {users}")),
        id("7002", "i"),
        user(&author),
        id("7004", "i"),
        user(&author),
        id("7004", "i"),
        id("7002", "i"),
    )
}
