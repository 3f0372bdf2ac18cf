-- Rate limits: how often somebody may do something.

-- A token bucket for each limit and whoever it counts, kept as the moment at which it is full
-- again; there need be no row for one that is full.
--
-- Unlogged: a transaction that writes nothing else does not wait for the disk, and what a crash
-- takes away are refusals. The key is a hash, so that all are of one length, and no list of
-- addresses lies about.
create unlogged table rate_limits (
    key bytea constraint rate_limits_pkey primary key,
    full_at timestamptz not null
);

-- For clearing full ones away.
create index rate_limits_full_at_idx on rate_limits (full_at);

create function rate_limit_key(of_limit text, subject text) returns bytea
language sql stable parallel safe
return sha256(convert_to(of_limit || ' ' || subject, 'UTF8'));

-- Takes tokens out of the bucket of whom `subject` names.
--
-- `rate` is how long it takes until a token is back, and until an empty bucket is full, both in
-- microseconds; null is no limit. The bucket may run into debt by `patience`, in microseconds too:
-- the answer is how long to wait until the debt is paid. Where that is not enough CN429 is raised,
-- with the seconds after which it would be as `detail`, and the whole statement takes nothing.
--
-- This is the generic cell rate algorithm (ITU-T I.371).
create function take_tokens(
    of_limit text, subject text, rate bigint[], tokens bigint default 1, patience bigint default 0
) returns bigint
language plpgsql volatile
as $$
declare
    step constant interval := tokens * rate[1] * interval '1 microsecond';
    depth constant interval := rate[2] * interval '1 microsecond';
    -- How far ahead a bucket may be full, once the tokens are taken.
    reach constant interval := depth + patience * interval '1 microsecond';
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
        when bucket.full_at > clock_timestamp() + reach then clock_timestamp()
        else greatest(bucket.full_at, clock_timestamp())
    end
    where
        bucket.full_at + step <= clock_timestamp() + reach
        or bucket.full_at > clock_timestamp() + reach
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

-- Puts a token back: what it was taken for was no offence.
create function give_token_back(of_limit text, subject text, rate bigint[]) returns void
language sql volatile
as $$
update rate_limits as bucket
set full_at = bucket.full_at - rate[1] * interval '1 microsecond'
where
    rate is not null
    and bucket.key = rate_limit_key(of_limit, subject)
    and bucket.full_at > now();
$$;

-- Clears away some full buckets, whosever they are: more than a request makes. It comes last in a
-- function, for it locks them in an order of its own, and whoever locks more after that could
-- wait for somebody who waits for one of these.
create function clear_full_buckets() returns void
language sql volatile
as $$
delete from rate_limits
using (
    select bucket.key
    from rate_limits as bucket
    where bucket.full_at <= now()
    order by bucket.full_at
    limit 10
    for update skip locked
) as full_one
where rate_limits.key = full_one.key;
$$;

-- A turn to hash so many passwords: how long to wait for it, in microseconds. `hashing` is a rate as
-- above, of which only the first part counts, so that turns come at an even pace.
--
-- An address gets no more than half of the turns, though 20 at once: so nobody takes them all.
create function take_turn_to_hash(
    address text, hashes bigint, hashing bigint[], patience bigint
) returns bigint
language plpgsql volatile
as $$
declare
    share constant bigint[] := array[2 * hashing[1], 40 * hashing[1]];
    pace constant bigint[] := array[hashing[1], hashes * hashing[1]];
begin
    if hashing is null then
        return 0;
    end if;
    -- Everybody's comes last, for it is the one that others wait for.
    return greatest(
        take_tokens('hashing of', address, share, hashes, patience),
        take_tokens('hashing', 'all', pace, hashes, patience)
    );
end
$$;

-- The functions from here on are what the components call. They run with the rights of their
-- owner, so that a component's role needs none on the table, and empties no bucket that it likes.
-- All lock their buckets in one order, from the most particular to the most general.

-- Before somebody signs up: how long to wait for the turn to hash.
create function begin_sign_up(
    address text, by_address bigint[], hashing bigint[], patience bigint
) returns bigint
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    wait bigint;
begin
    perform take_tokens('sign_up', address, by_address);
    wait := take_turn_to_hash(address, 1, hashing, patience);
    perform clear_full_buckets();
    return wait;
end
$$;

-- Before a password is looked at that somebody signs in with: how long to wait for the turn to
-- hash. The account is never counted alone, or anybody could lock its owner out; and it is known by
-- its e-mail address, whether there is one or not.
create function begin_sign_in(
    email text, address text,
    by_account bigint[], by_address bigint[], hashing bigint[], patience bigint
) returns bigint
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    wait bigint;
begin
    perform take_tokens('sign_in to', address || ' ' || email, by_account);
    perform take_tokens('sign_in', address, by_address);
    wait := take_turn_to_hash(address, 1, hashing, patience);
    perform clear_full_buckets();
    return wait;
end
$$;

-- After that password was right.
create function end_sign_in(
    email text, address text, by_account bigint[], by_address bigint[]
) returns boolean
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    perform give_token_back('sign_in to', address || ' ' || email, by_account);
    perform give_token_back('sign_in', address, by_address);
    return true;
end
$$;

-- Before a password is looked at that somebody who is signed in gives once more: how long to wait
-- for the turn to hash so many.
create function begin_password_check(
    of_user uuid, address text, by_user bigint[],
    hashes bigint, hashing bigint[], patience bigint
) returns bigint
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    wait bigint;
begin
    perform take_tokens('password_check', of_user::text, by_user);
    wait := take_turn_to_hash(address, hashes, hashing, patience);
    perform clear_full_buckets();
    return wait;
end
$$;

-- After that password was right.
create function end_password_check(of_user uuid, by_user bigint[]) returns boolean
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    perform give_token_back('password_check', of_user::text, by_user);
    return true;
end
$$;

-- Before somebody writes. In a statement of its own, for the one that writes would hold the bucket
-- until the disk has what was written, and make all wait who write with the same account.
create function begin_writing(of_user uuid, by_user bigint[]) returns boolean
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
    perform take_tokens('writing', of_user::text, by_user);
    perform clear_full_buckets();
    return true;
end
$$;

-- These are for the functions above.
revoke execute on function
    take_tokens(text, text, bigint[], bigint, bigint),
    give_token_back(text, text, bigint[]),
    clear_full_buckets(),
    take_turn_to_hash(text, bigint, bigint[], bigint)
from public;
