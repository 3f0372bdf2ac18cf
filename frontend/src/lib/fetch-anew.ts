import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Fetches again what a change has made out of date: at once if it is on the page, otherwise when it
 * is next shown.
 *
 * Running requests are cancelled first. Their answers may be older than the change, and a first
 * fetch isn't repeated just because its query was invalidated.
 */
export async function fetchAnew(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}
