import type { Author } from "@connectly/common";

import { balanced } from "../../lib/bidi.ts";
import { unnamed } from "../../ui/author-name.tsx";

type Of<Parts extends keyof Author> = Readonly<Pick<Author, Parts>>;

/** An author's picture or, where there is none, the name's first letter. The name stands beside it. */
export function Portrait({ picture, name }: Of<"picture" | "name">) {
  if (picture !== null) return <img className="author-picture" src={picture} alt="" width={96} height={96} />;
  return (
    <span className="author-picture author-letter" aria-hidden="true">
      {/[\p{L}\p{N}]/u.exec(name ?? unnamed)?.[0].toUpperCase()}
    </span>
  );
}

/** What authors say of themselves, and their other places. */
export function AboutAuthor({ bio, links }: Of<"bio" | "links">) {
  return (
    <>
      {bio !== null && (
        <p className="author-bio" dir="auto">
          {balanced(bio)}
        </p>
      )}
      {links.length > 0 && (
        <ul className="author-links">
          {links.map((link) => (
            <li key={link}>
              <a className="quiet-link" rel="me nofollow ugc noopener" href={link}>
                {link.replace(/^https:\/\/|\/$/g, "")}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
