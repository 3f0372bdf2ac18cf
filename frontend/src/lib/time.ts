const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * A time as people say it: how long ago within a week, and otherwise the date.
 *
 * The reader's and the server's clocks differ, so a time slightly in the future is "just now" too.
 */
export function sayTime(time: Date, now: Date, locale?: string): string {
  const ago = now.getTime() - time.getTime();
  if (ago < -day) return sayDate(time, now, locale);
  if (ago < minute) return "just now";
  const relative = new Intl.RelativeTimeFormat(locale ?? "en", { numeric: "auto" });
  if (ago < hour) return relative.format(-Math.floor(ago / minute), "minute");
  if (ago < day) return relative.format(-Math.floor(ago / hour), "hour");
  if (ago < 7 * day) return relative.format(-Math.floor(ago / day), "day");
  return sayDate(time, now, locale);
}

/** A date and the time of day, for what is planned. */
export function sayMoment(time: Date): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" }).format(time);
}

function sayDate(time: Date, now: Date, locale = "en"): string {
  const sameYear = time.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(time);
}
