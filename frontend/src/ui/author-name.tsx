import { Isolated } from "./isolated.tsx";

/** What stands for an author who has no name. */
export const unnamed = "Unnamed author";

/** An author's name, in whatever script and direction, without disturbing the words around it. */
export function AuthorName({ name }: { readonly name: string | null }) {
  return name === null ? <span>{unnamed}</span> : <Isolated>{name}</Isolated>;
}
