-- Posts. The limits are those of crates/types (limits.rs); a test compares them.

create table posts (
    id uuid constraint posts_pkey primary key,
    author_id uuid not null
        constraint posts_author_id_fkey references users (id) on delete cascade,
    title text not null
        constraint posts_title_check
        check (title = btrim(title) and char_length(title) between 1 and 200),
    content text not null
        constraint posts_content_check
        check (char_length(content) between 1 and 100000),
    published boolean not null,
    -- Counts the changes: the ETag, and what `If-Match` is compared with.
    revision bigint not null default 1
        constraint posts_revision_check check (revision > 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- The feed: published posts, newest first, from a cursor on.
create index posts_published_idx on posts (created_at desc, id desc) where published;

-- One author's posts, with drafts for the author's own eyes; and the cascade above.
create index posts_author_id_idx on posts (author_id, created_at desc, id desc);
