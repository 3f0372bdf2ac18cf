-- Makes a post whose author is the session's user: migrations/0017_writing.sql.
--
-- $1 session uuid, $2 id uuid, $3 title text, $4 content text, $5 published boolean,
-- $6 excerpt text, $7 reading minutes bigint, $8 HTML text, $9 the version that made these bigint,
-- $10 time of publication, microseconds since 1970 bigint or null for now, $11 slug text,
-- $12 tags as JSON text, $13 their normal forms as JSON text,
-- $14 address of the cover text or null, $15 what it shows text or null, $16 the words of the content text
select
    create_post(
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
    ) as revision
