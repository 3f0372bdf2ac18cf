import { sayTime } from "../lib/time.ts";

/** A time from the server, as people say it. */
export function Time({ value, locale }: { readonly value: string; readonly locale?: string }) {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return null;
  const exact = new Intl.DateTimeFormat(locale ?? "en", {
    dateStyle: "long",
    timeStyle: "short",
  }).format(time);
  return (
    <time dateTime={value} title={exact}>
      {/* On paper, where "just now" says nothing, the exact time stands for it. */}
      <span className="time-said">{sayTime(time, new Date(), locale)}</span>
    </time>
  );
}
