import { ConnectionError, ProblemError } from "@connectly/common";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { sessionExpired } from "../shared/session/session.ts";

function noticeExpiry(error: Error): void {
  if (error instanceof ProblemError && error.status === 401) sessionExpired();
}

/** Whether the same request may succeed a moment later. */
function isPassing(error: Error): boolean {
  return error instanceof ConnectionError || (error instanceof ProblemError && error.status >= 500);
}

/** The server's answers, kept for as long as a page may show them. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeExpiry }),
  mutationCache: new MutationCache({ onError: noticeExpiry }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Once, soon. After that the page shows the error, and the reader decides.
      retry: (count, error) => count < 1 && isPassing(error),
      retryDelay: 600,
      // A browser may report that it is offline when only the internet is unreachable.
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});
