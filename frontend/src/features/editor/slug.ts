/** The most characters of a slug. */
const longest = 80;

/** The slug that the server makes of a title, or nearly: it has the last word. */
export function slugOf(title: string): string {
  const words = title
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replace(/['’\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .split(/[^\p{Alphabetic}\p{M}\p{N}]+/u)
    .map((word) => word.replace(/^\p{M}+/u, ""))
    .filter(Boolean);
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word : `${slug}-${word}`;
    if (Array.from(longer).length > longest && slug !== "") break;
    slug = longer;
  }
  return Array.from(slug).slice(0, longest).join("") || "post";
}
