-- Search in posts by Postgres's full text, and in authors by name and handle.
--
-- Posts from before this migration are indexed by `cargo xtask migrate` after it, a few at a time.

-- The language whose rules make words comparable. `cargo xtask migrate` replaces this function.
create function search_language() returns regconfig
language sql immutable parallel safe
return 'simple'::regconfig;

-- A text as it is compared: in normalization form C, without the characters that only join, hide or turn
-- others. Signs beyond ASCII become spaces, because in a database without a locale they are letters to
-- Postgres's parser, as do those that it takes for parts of tags, paths and addresses.
create function search_form(text) returns text
language sql immutable parallel safe
return regexp_replace(
    regexp_replace(
        normalize($1, nfc),
        '[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]+', '', 'g'
    ),
    '[\u0001-\u001f#<>/@=|\\\u007f-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u060c\u061b'
        '\u061f\u06d4\u0964\u0965\u2000-\u206f\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020'
        '\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff]+',
    ' ', 'g'
);

-- What is searched of posts. A row is narrow, because what is long is kept elsewhere: finding the newest of
-- many posts reads all their rows.
create table post_search (
    post_id uuid constraint post_search_pkey primary key
        constraint post_search_post_id_fkey references posts (id) on delete cascade,
    -- Null for a draft, as is the vector, so that nobody finds it.
    listed_at timestamptz,
    -- By name, because pg_upgrade takes no column of the type regconfig.
    language text not null default search_language()::text,
    -- The version of `crates/markdown` that made the words; 0 where it didn't.
    version bigint not null,
    -- The post's revision when its text was last written.
    revision bigint not null,
    words text not null,
    vector tsvector
)
with (toast_tuple_target = 128);

-- What is pending is read by every search, and put in its place by the unlucky one who fills it up.
create index post_search_vector_idx on post_search using gin (vector)
with (gin_pending_list_limit = 512);

create index users_search_idx on users
using gin (to_tsvector('simple', search_form(coalesce(name, '') || ' ' || handle)))
where deleted_at is null;

-- The words of a post and where they are. A word in the title counts most, then one in a tag. A vector has
-- at most 1 MiB; of a text with more, only the beginning is searched.
create function search_vector(language regconfig, title text, tags text[], words text) returns tsvector
language plpgsql immutable parallel safe
as $$
declare
    head constant tsvector :=
        setweight(to_tsvector(language, search_form(title)), 'A')
        || setweight(to_tsvector(language, search_form(array_to_string(tags, ' '))), 'B');
    form text := search_form(words);
begin
    loop
        begin
            return head || setweight(to_tsvector(language, form), 'D');
        exception
            when program_limit_exceeded then
                form := left(form, char_length(form) / 2);
        end;
    end loop;
end
$$;

-- Writes down what is searched of a post whose words are there.
create function index_post(post posts) returns void
language sql volatile
begin atomic
    update post_search
    set
        listed_at = case when post.published then post.listed_at end,
        language = search_language()::text,
        vector = case
            when post.published
                then search_vector(search_language(), post.title, post.tags, post_search.words)
        end
    where post_search.post_id = post.id;
end;

revoke execute on function index_post(posts) from public;

create function posts_are_searchable() returns trigger
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    -- A component of the version before passes no words. The text of links and most signs of Markdown
    -- are taken away here; `cargo xtask migrate` does it properly.
    insert into post_search (post_id, version, revision, words)
    select
        new.id,
        0,
        new.revision,
        regexp_replace(
            regexp_replace(new.content, '\]\([^()\s]*\)|^\s*(#{1,6}|>|```.*)', ' ', 'gn'),
            '[][*_`~|\\]+', '', 'g'
        )
    where not exists (
        select from post_search
        where
            post_search.post_id = new.id
            and (
                post_search.revision = new.revision
                or (tg_op = 'UPDATE' and old.content = new.content)
            )
    )
    on conflict (post_id) do update
    set version = excluded.version, revision = excluded.revision, words = excluded.words;
    perform index_post(new);
    return null;
end
$$;

create trigger posts_are_searchable
after insert on posts
for each row execute function posts_are_searchable();

create trigger posts_stay_searchable
after update of published, published_at, title, content, tags on posts
for each row when (
    old.published is distinct from new.published
    or old.published_at is distinct from new.published_at
    or old.title is distinct from new.title
    or old.content is distinct from new.content
    or old.tags is distinct from new.tags
)
execute function posts_are_searchable();

-- What somebody asked for, in the syntax of web search engines: words, "phrases", or, -without. The last
-- word may be the beginning of one. Null if there is no word that a post has to have.
create function search_query(language regconfig, asked text) returns tsquery
language plpgsql immutable parallel safe
as $function$
declare
    form constant text := btrim(regexp_replace(search_form(asked), ' +', ' ', 'g'));
    query tsquery := websearch_to_tsquery(language, form);
    -- Neither in quotes nor excluded, and with nothing that might be an operator.
    last_word constant text := substring(form from '(?:^| )([^ !-,./:-@\[-`{-~]+)$');
    typed constant text[] := tsvector_to_array(to_tsvector('simple', last_word));
begin
    if
        cardinality(typed) = 1
        -- A letter or two begin too many words.
        and octet_length(typed[1]) >= 3
        and lower(last_word) <> 'or'
        and numnode(websearch_to_tsquery(language, last_word)) = 1
        and (char_length(form) - char_length(replace(form, '"', ''))) % 2 = 0
    then
        -- As the language has it, or as it was typed with any ending.
        query := regexp_replace(
            query::text,
            $pattern$('(?:[^']|'')+')$$pattern$,
            '( \1 | ''' || replace(replace(typed[1], '\', '\\'), '''', '''''') || ''':* )'
        )::tsquery;
    end if;
    return case when querytree(query) not in ('', 'T') then query end;
end
$function$;

-- A text in one line, in which the characters 2 and 3 begin and end what was found. The parser would leave out
-- tags.
create function marked(words text, query tsquery, options text) returns text
language sql immutable parallel safe
return translate(
    ts_headline(
        search_language(),
        translate(words, U&'<\000A\0001\0002\0003', U&'\0001 '),
        query,
        U&'StartSel="\0002", StopSel="\0003", ' || options
    ),
    U&'\0001',
    '<'
);

-- The posts that somebody asked for, best first, with the beginnings and ends of what was found marked by
-- the characters 2 and 3.
--
-- Only the newest 500 posts with all the words are ranked. A post's place grows with its rank, and with its
-- time of publication: a year is worth as much as twice the rank. It doesn't depend on the present time, so it's
-- a place in a list.
create function search_posts(asked text, cursor_place bigint, cursor_id uuid, at_most bigint)
returns table (post_id uuid, place bigint, title text, excerpt text)
language plpgsql stable security definer rows 20
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan
-- It would look at every post's words.
set enable_seqscan = off
as $$
declare
    query constant tsquery := search_query(search_language(), asked);
    -- Without the order of words, which the index doesn't know: a phrase is looked for in few posts.
    lexemes constant tsquery := case
        when query::text ~ '<' then regexp_replace(querytree(query), '<(-|\d+)>', '&', 'g')::tsquery
        else query
    end;
begin
    return query
    with candidates as materialized (
        select post_search.post_id, post_search.listed_at, post_search.vector
        from post_search
        where post_search.vector @@ lexemes and post_search.listed_at <= now()
        order by post_search.listed_at desc
        limit 500
    ),
    ranked as materialized (
        select
            candidates.post_id,
            (
                1000000 * (
                    1000
                    + log(2, greatest(ts_rank(candidates.vector, query, 1), 1e-20)::numeric)
                    + extract(epoch from candidates.listed_at) / 31557600
                )
            )::bigint as place
        from candidates
        where candidates.vector @@ query
    ),
    chosen as materialized (
        select ranked.post_id, ranked.place
        from ranked
        where
            cursor_id is null
            or (ranked.place, ranked.post_id) < (cursor_place, cursor_id)
        order by ranked.place desc, ranked.post_id desc
        limit at_most
    )
    select
        chosen.post_id,
        chosen.place,
        marked(posts.title, query, 'HighlightAll=true'),
        marked(
            left(post_search.words, 10000),
            query,
            'MaxFragments=2, MaxWords=28, MinWords=12, ShortWord=0, FragmentDelimiter=" … "'
        )
    from chosen
    join post_search on post_search.post_id = chosen.post_id
    join posts on posts.id = chosen.post_id
    order by chosen.place desc, chosen.post_id desc;
end
$$;

-- Authors who have published something, and whose names and handles have all the words that somebody asked
-- for, as the API has them. The one with the handle comes first. A limit keeps a common name from being
-- looked up for every author who has it.
create function search_authors(asked text, at_most bigint) returns setof json
language plpgsql stable security definer rows 3
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
    query constant tsquery := search_query('simple', asked);
    wanted constant text := lower(ltrim(asked, '@'));
begin
    return query
    select
        json_build_object(
            'id', found.id,
            'handle', found.handle,
            'name', found.name,
            'bio', found.bio,
            'picture', found.picture
        )
    from (
        select users.*
        from users
        where
            to_tsvector('simple', search_form(coalesce(users.name, '') || ' ' || users.handle)) @@ query
            and users.deleted_at is null
        order by users.handle = wanted desc, users.handle
        limit 100
    ) as found
    where exists (
        select from posts
        where
            posts.author_id = found.id and posts.published and posts.listed_at <= now()
    )
    order by found.handle = wanted desc, found.handle
    limit at_most;
end
$$;

grant
    select (post_id, version, revision, words),
    insert (post_id, version, revision, words),
    update (version, revision, words)
on post_search to connectly_blog_component;
grant execute on function
    search_language(),
    search_posts(text, bigint, uuid, bigint),
    search_authors(text, bigint)
to connectly_blog_component;

grant execute on function
    search_posts(text, bigint, uuid, bigint),
    search_authors(text, bigint)
to connectly_web_component;

-- For the index of users.
grant execute on function search_form(text) to connectly_user_component;
