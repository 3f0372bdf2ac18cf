import { queryOptions } from "@tanstack/react-query";

import { api } from "../../lib/api.ts";

/** Who is signed in, according to the server. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.readMe({ signal }),
});

/** The user's sessions: this one first, then the most recently used. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => api.listSessions({ signal }),
});
