import type { ListedPost } from "@connectly/common";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";

import { type KeptDraft, keptDrafts, watchDrafts } from "../../shared/drafts/local-drafts.ts";
import { isInvisible, sameText } from "../../shared/drafts/text.ts";
import { excerptOf, ownPostsQuery, postQuery } from "../../shared/posts/queries.ts";

/** What this device keeps of a user's posts that the server doesn't have. */
export interface KeptHere {
  /** The texts of posts that aren't in the server's list. */
  readonly alone: readonly KeptDraft[];
  /** By post, the text that differs from the server's. */
  readonly changes: ReadonlyMap<string, KeptDraft>;
}

/**
 * How long a text may be on its way to the server before it counts as kept only here. An editor
 * that was left a moment ago is about to save it.
 */
const settling = 5_000;

/** The server's list of a user's published posts, or of their drafts, as far as it's known. */
export interface OwnList {
  readonly published: boolean;
  readonly posts: readonly ListedPost[];
  /** Whether it's known to its end. */
  readonly isWhole: boolean;
  /** Whether asking for it has failed. */
  readonly isUnavailable: boolean;
}

/** What this device keeps beside a list, and what other tabs keep, now and whenever it changes. */
export function useKeptHere(user: string, list: OwnList): KeptHere {
  const kept = useSyncExternalStore(watchDrafts, () => keptDrafts(user));
  const [now, setNow] = useState(() => Date.now());
  // A text that was kept since then counts from its own time.
  const settled = Math.min(...kept.map((text) => settledAt(text)).filter((at) => at > now));
  useEffect(() => {
    if (settled === Infinity) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), Math.max(50, settled - Date.now()));
    return () => clearTimeout(timer);
  }, [settled]);
  const { alone, changes } = sortOut(kept, list, now);
  const isElsewhere = useElsewhere(user, alone, list);
  return { alone: alone.filter((text) => !isElsewhere(text)), changes };
}

/**
 * Tells which texts missing from the list are on the server all the same, because they were
 * published or unpublished on another device. Until the server has answered, a text counts as one
 * of them.
 */
function useElsewhere(
  user: string,
  texts: readonly KeptDraft[],
  { published, isUnavailable }: OwnList,
): (text: KeptDraft) => boolean {
  const asked = isUnavailable ? [] : texts;
  const ids = [...new Set(asked.flatMap(({ post }) => post ?? []))];
  const posts = useQueries({ queries: ids.map((id) => postQuery(id)) });
  const missing = ids.filter((_, index) => posts[index]?.isError);
  const others = useInfiniteQuery({
    ...ownPostsQuery(user, !published),
    enabled: asked.some(isInDoubt),
  });
  const listed = others.data?.pages.flatMap((page) => page.posts) ?? [];
  return (text) => {
    if (isUnavailable) return false;
    if (text.post !== null) return !missing.includes(text.post);
    return isInDoubt(text) && (others.isPending || mayBeListed(text, listed));
  };
}

/** Picks the kept texts that have to be shown with a list. */
export function sortOut(
  kept: readonly KeptDraft[],
  { published, posts, isWhole, isUnavailable }: OwnList,
  now: number,
): KeptHere {
  const alone: KeptDraft[] = [];
  const changes = new Map<string, KeptDraft>();
  for (const text of kept) {
    const { post, draft } = text;
    if (settledAt(text) > now || isEmpty(text)) continue;
    if (post !== null && posts.some(({ id }) => id === post)) {
      if (!changes.has(post) && isChanged(draft)) changes.set(post, text);
    } else if ((draft.base?.published ?? false) === published) {
      const isMissing =
        post === null
          ? !mayBeListed(text, posts)
          : (isWhole || isUnavailable) && isChanged(draft);
      if (isMissing) alone.push(text);
    }
  }
  return { alone, changes };
}

/** When a text counts as kept only here, in milliseconds by this device's clock. */
function settledAt({ draft: { text, keptAt } }: KeptDraft): number {
  // A draft may be without a title or a text, but the server refuses what looks empty and isn't.
  const staysHere = [text.title, text.content].some((part) => part.trim() !== "" && isInvisible(part));
  return staysHere ? 0 : keptAt + settling;
}

function isEmpty({ post, draft: { text } }: KeptDraft): boolean {
  return post === null && isInvisible(text.title) && isInvisible(text.content);
}

function isChanged({ text, base }: KeptDraft["draft"]): boolean {
  return base === null || !sameText(text, base);
}

/** Whether a new text was sent, and no answer came. */
function isInDoubt({ post, draft }: KeptDraft): boolean {
  return post === null && draft.doubt !== null;
}

/** A day: clocks may differ by that much. */
const day = 24 * 60 * 60 * 1_000;

/** Whether a text that was sent without an answer has arrived, as far as the list tells. */
function mayBeListed({ draft: { doubt } }: KeptDraft, posts: readonly ListedPost[]): boolean {
  return (
    doubt !== null &&
    posts.some(
      ({ title, createdAt }) =>
        title === doubt.text.title.trim() && Date.parse(createdAt) >= doubt.sentAt - day,
    )
  );
}

/** What to call a text that this device keeps. */
export function nameOf({ draft: { text } }: KeptDraft): string {
  return nameOfText(text.title, text.content);
}

/** What to call a post in a list. */
export function nameOfPost(post: ListedPost): string {
  return post.title || nameOfText("", excerptOf(post));
}

/** A title, or else the first words of a text. */
function nameOfText(title: string, content: string): string {
  const [name = ""] = [title, ...content.split("\n", 20)]
    .map((line) => line.replace(/^[#>*\-\s]+/, "").trim())
    .filter((line) => !isInvisible(line));
  const characters = Array.from(name);
  return characters.length > 60 ? `${characters.slice(0, 60).join("")}…` : name || "Untitled";
}
