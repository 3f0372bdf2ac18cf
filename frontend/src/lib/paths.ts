import { generatePath, matchPath } from "react-router";

import paths from "../paths.json" with { type: "json" };

/** The app's paths. The server reads the same file to know which paths are pages. */
export { paths };

/** The addresses of pages. */
export const to = {
  post: (id: string) => generatePath(paths.post, { id }),
  /** The editor, with a new post's text that this device keeps. */
  draft: (name: string) => `${paths.publish}?draft=${encodeURIComponent(name)}`,
  edit: (id: string) => generatePath(paths.edit, { id }),
  author: (handle: string) => `/@${handle}`,
  search: (question: string) => `${paths.search}?q=${encodeURIComponent(question)}`,
  tag: (tag: string) => `/tag/${encodeURIComponent(tag.toLowerCase())}`,
  signIn: (next?: string) => withNext(paths.signIn, next),
  signUp: (next?: string) => withNext(paths.signUp, next),
};

/** Whether a page is an editor, so that a text may have been kept when it was left. */
export function isWriters(pathname: string): boolean {
  return [paths.publish, paths.edit].some((path) => matchPath(path, pathname) !== null);
}

/** Whether a page shows posts to readers, and is public if reading is. */
export function isReaders(pathname: string): boolean {
  return pathname.startsWith("/@") || [paths.feed, paths.post, paths.tag, paths.archive, paths.search].some((path) => matchPath(path, pathname) !== null);
}

function withNext(path: string, next: string | undefined): string {
  return next === undefined || next === paths.feed
    ? path
    : `${path}?next=${encodeURIComponent(next)}`;
}

/** Whether a text can be the id of a post or user. If not, there's no need to ask the server. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
