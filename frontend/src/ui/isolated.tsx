import { balanced } from "../lib/bidi.ts";

/**
 * A title or name that a user chose, in a line of ours. It doesn't change the direction of the
 * words around it.
 */
export function Isolated({ children }: { readonly children: string }) {
  return <bdi>{balanced(children)}</bdi>;
}
