// What GitHub leaves of a heading: letters, their marks and digits of every script, what connects
// words, spaces and hyphens. The package github-slugger lists them one by one, which weighs 3 kB.
const dropped = /[^\p{Alphabetic}\p{Mark}\p{Decimal_Number}\p{Connector_Punctuation}\- ]/gu;

/** A heading's text as part of an address, by GitHub's rule. */
export function slugOf(text: string): string {
  return text.toLowerCase().replace(dropped, "").replaceAll(" ", "-");
}
