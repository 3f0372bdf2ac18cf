-- The handle of an author.
--
-- $1 author uuid
--
-- Null if there is none.
select (select handle from public_authors where id = $1) as handle
