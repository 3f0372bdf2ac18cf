import { paths } from "./paths.ts";

/**
 * Where to go after signing in: the page that `next` names, if it is one of ours.
 *
 * Anybody can write a link to the sign-in page, so `next` is not trusted: it never leads to
 * another origin, and never back to signing in.
 */
export function safeNext(next: string | null, origin: string = window.location.origin): string {
  if (!next?.startsWith("/")) return paths.feed;
  // The browser's own parser decides, because the browser would go there: it takes `//host`,
  // `/\host` and `/<tab>/host` for other hosts.
  const url = URL.canParse(next, origin) ? new URL(next, origin) : undefined;
  if (url?.origin !== origin) return paths.feed;
  const path = url.pathname.replace(/\/+$/, "");
  if (path === paths.signIn || path === paths.signUp) return paths.feed;
  // `https://ours.example//evil.example` is ours, but its path alone would not be.
  if (url.pathname.startsWith("//")) return paths.feed;
  return url.pathname + url.search + url.hash;
}
