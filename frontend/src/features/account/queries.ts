import { queryOptions } from "@tanstack/react-query";

import { api } from "../../lib/api.ts";

/** Who is signed in, as the server has it. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.readMe({ signal }),
});

/** Where one is signed in: this session first, then those that were used last. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => api.listSessions({ signal }),
});
