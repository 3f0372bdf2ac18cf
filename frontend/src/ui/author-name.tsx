import { Isolated } from "./isolated.tsx";

/** An author's name, in whatever script and direction, without disturbing the words around it. */
export function AuthorName({ name }: { readonly name: string | null }) {
  return name === null ? <span>Unnamed author</span> : <Isolated>{name}</Isolated>;
}
