import { balanced } from "../lib/bidi.ts";

/** What people chose, a title or a name, within a line of ours, which it leaves as it is. */
export function Isolated({ children }: { readonly children: string }) {
  return <bdi>{balanced(children)}</bdi>;
}
