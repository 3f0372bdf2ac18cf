import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Fetches again what a change has made out of date: now where it is shown, elsewhere once it is
 * shown.
 *
 * What is being fetched for the first time would not be fetched once more for being invalid, and
 * the answer that is under way may be older than the change.
 */
export async function fetchAnew(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}
