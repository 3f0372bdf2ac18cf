-- Lists of published posts alone, or of drafts alone.
--
-- An author of thousands of posts looks for a few drafts, so neither list may read through the other.
create index posts_author_id_published_idx
on posts (author_id, published, created_at desc, id desc);
