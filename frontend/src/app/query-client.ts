import { ConnectionError, ProblemError } from "@connectly/common";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { sessionExpired } from "../shared/session/session.ts";

function noticeExpiry(error: Error): void {
  if (error instanceof ProblemError && error.status === 401) sessionExpired();
}

/** Whether the same question may have an answer a moment later. */
function isPassing(error: Error): boolean {
  return error instanceof ConnectionError || (error instanceof ProblemError && error.status >= 500);
}

/** What the server said, kept for as long as somebody may look at it. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeExpiry }),
  mutationCache: new MutationCache({ onError: noticeExpiry }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Once, soon; after that the page says so, and people decide.
      retry: (count, error) => count < 1 && isPassing(error),
      retryDelay: 600,
      // A browser may think that it is offline when only the internet is not there.
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});
