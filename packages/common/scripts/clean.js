// Removes what the last build left: files that are no longer made would be packed too.

import { rm } from "node:fs/promises";

await rm(new URL("../dist/", import.meta.url), { recursive: true, force: true });
