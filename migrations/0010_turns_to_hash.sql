-- Turns to hash, for requests that may cost different numbers of hashes.

-- Taking tokens, as before, but a bucket no longer counts as full if it is further ahead only because
-- another request took more tokens at once. So `most_tokens` is how many a request takes at most.
-- Without this, a request for one hash would end the queue that those for two or three had made.
drop function take_tokens(text, text, bigint[], bigint, bigint);

create function take_tokens(
    of_limit text, subject text, rate bigint[], tokens bigint default 1, patience bigint default 0,
    most_tokens bigint default 1
) returns bigint
language plpgsql volatile
as $$
declare
    step constant interval := tokens * rate[1] * interval '1 microsecond';
    depth constant interval := rate[2] * interval '1 microsecond';
    -- How far ahead a bucket may be full, once the tokens are taken.
    reach constant interval := depth + patience * interval '1 microsecond';
    -- The same for the request that takes the most.
    longest_reach constant interval :=
        reach + greatest(most_tokens - tokens, 0) * rate[1] * interval '1 microsecond';
    new_full_at timestamptz;
    refused_for interval;
begin
    if rate is null then
        return 0;
    end if;
    -- As on a standby, where an unlogged table cannot even be read.
    if current_setting('transaction_read_only')::boolean then
        raise read_only_sql_transaction using message = 'nothing can be counted here';
    end if;

    insert into rate_limits as bucket (key, full_at)
    values (rate_limit_key(of_limit, subject), clock_timestamp() + step)
    on conflict (key) do update
    -- The clock is read once the row is locked: so it is later than for whoever had it before.
    set full_at = step + case
        -- Written before the clock was set back, or with another rate: it counts as full.
        when bucket.full_at > clock_timestamp() + longest_reach then clock_timestamp()
        else greatest(bucket.full_at, clock_timestamp())
    end
    where
        bucket.full_at + step <= clock_timestamp() + reach
        or bucket.full_at > clock_timestamp() + longest_reach
    returning bucket.full_at into new_full_at;

    if new_full_at is null then
        select bucket.full_at + step - clock_timestamp() - reach into refused_for
        from rate_limits as bucket
        where bucket.key = rate_limit_key(of_limit, subject);
        raise exception using
            errcode = 'CN429',
            message = 'too many: ' || of_limit,
            detail = greatest(ceil(extract(epoch from refused_for)), 1)::bigint::text;
    end if;
    return greatest(extract(epoch from new_full_at - clock_timestamp() - depth) * 1000000, 0);
end
$$;

-- A turn to hash so many passwords, as before.
create or replace function take_turn_to_hash(
    address text, hashes bigint, hashing bigint[], patience bigint
) returns bigint
language plpgsql volatile
as $$
declare
    share constant bigint[] := array[2 * hashing[1], 40 * hashing[1]];
    pace constant bigint[] := array[hashing[1], hashes * hashing[1]];
    -- A change of password: two for the current one, one for the new one.
    most_hashes constant bigint := 3;
begin
    if hashing is null then
        return 0;
    end if;
    -- Everybody's comes last, for it is the one that others wait for.
    return greatest(
        take_tokens('hashing of', address, share, hashes, patience),
        take_tokens('hashing', 'all', pace, hashes, patience, most_hashes)
    );
end
$$;

-- Before a password is looked at that somebody signs in with, as before, with the number of hashes that
-- it may cost. A password that is not in Unicode's normalization form C may cost two: the second is for
-- hashes made before passwords were normalized.
--
-- `hashes` has a default because components of the version before don't pass it.
drop function begin_sign_in(text, text, bigint[], bigint[], bigint[], bigint);

create function begin_sign_in(
    email text, address text,
    by_account bigint[], by_address bigint[], hashing bigint[], patience bigint,
    hashes bigint default 1
) returns bigint
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    wait bigint;
begin
    perform take_tokens('sign_in to', address || ' ' || email, by_account);
    perform take_tokens('sign_in', address, by_address);
    wait := take_turn_to_hash(address, hashes, hashing, patience);
    perform clear_full_buckets();
    return wait;
end
$$;

revoke execute on function
    take_tokens(text, text, bigint[], bigint, bigint, bigint),
    begin_sign_in(text, text, bigint[], bigint[], bigint[], bigint, bigint)
from public;
grant execute on function
    begin_sign_in(text, text, bigint[], bigint[], bigint[], bigint, bigint)
to connectly_user_component;
