import type { Terms } from "./machine.ts";
import { slugOf } from "./slug.ts";
import type { PostPage } from "./use-post-page.ts";

/** What the writer has put into the fields for the address and the time. */
export interface Wanted {
  /** Null if the field is untouched. */
  readonly slug: string | null;
  /**
   * As a field for a date and a time has it, in this device's time zone; null for now. Undefined if
   * the field is untouched.
   */
  readonly time: string | null | undefined;
}

export const untouched: Wanted = { slug: null, time: undefined };

/** Whether another time than now is wanted, and it isn't said which. */
export function lacksTime({ time }: Wanted): boolean {
  return typeof time === "string" && momentOf(time) === null;
}

/** What to tell the server: only what differs from what it has or does on its own. */
export function termsOf({ slug, time }: Wanted, page: PostPage | undefined): Terms | undefined {
  const newSlug = slug !== null && slug.trim() !== "" && slugOf(slug) !== page?.slug ? slug : undefined;
  const moment = momentOf(time);
  const isOther = moment !== null && time !== fieldOf(page?.publishedAt ?? null);
  const publishedAt = isOther ? moment.toISOString() : undefined;
  if (newSlug === undefined && publishedAt === undefined) return undefined;
  return {
    ...(newSlug === undefined ? {} : { slug: newSlug }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
}

/** The moment that a field for a date and a time says; null if it says none. */
export function momentOf(time: string | null | undefined): Date | null {
  const moment = new Date(time ?? "");
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** A moment as a field for a date and a time has it. */
export function fieldOf(moment: string | null): string | null {
  if (moment === null) return null;
  const date = new Date(moment);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
