-- The session check runs with the caller's rights and search path again. Every statement calls
-- it, mostly on a connection that the pool has just cleaned, where setting a path at each call
-- makes it about a third slower. Who calls it needs rights on `sessions`.
alter function live_session(uuid, boolean) security invoker reset search_path;
