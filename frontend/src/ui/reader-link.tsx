import type { ComponentProps } from "react";
import { Link } from "react-router";

import { publicReads } from "../lib/page.ts";

/** A link to a page for readers. Where everybody may read, it comes from the server, not from the app. */
export function ReaderLink(props: ComponentProps<typeof Link>) {
  return <Link {...props} reloadDocument={publicReads} />;
}
