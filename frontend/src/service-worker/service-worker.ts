/// <reference lib="webworker" />

// Keeps the app's own files, so that a page opens without a network. It never touches the API, nor
// what a page of the server's says of a post: what it answers with is the same for everybody.
//
// It stands alone: what it has to know of the build, the build writes into it (build/service-worker.ts).

export {};

// TypeScript knows one `self`, and takes it for a page's.
const worker = self as unknown as ServiceWorkerGlobalScope;

/** A hash of all that is kept: another build has another cache. */
declare const BUILD: string;
/** What is kept from the start. */
declare const FILES: readonly string[];
/** The pages of the app, as regular expressions. */
declare const PAGES: readonly string[];

const prefix = "connectly-files-";
const name = prefix + BUILD;
/** A page whose head the server leaves as it is for everybody. It stands in for each of the app's. */
const shell = "/publish";
const pages = PAGES.map((page) => new RegExp(page));
const files = new Set(FILES);
const first = [shell, ...files];

worker.addEventListener("install", (event) => {
  // Requested again, except for what cannot change: the browser may have older ones.
  const asked = first.map(
    (path) => new Request(path, { cache: isAsset(path) ? "default" : "no-cache" }),
  );
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(asked)));
});

// A new version waits until no tab needs the files of the one before. Until then the pages come from
// the network, as new as they are.
worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (pages.some((page) => page.test(pathname))) event.respondWith(fetchOrKept(request, shell));
  } else if (isAsset(pathname)) {
    event.respondWith(keptOrFetch(request));
  } else if (files.has(pathname)) {
    event.respondWith(fetchOrKept(request, pathname));
  }
});

/** Whether a file has a hash of its content in its name. */
function isAsset(path: string): boolean {
  return path.startsWith("/assets/");
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((other) => other.startsWith(prefix) && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
}

/** What may change comes from the network as long as there is one. */
async function fetchOrKept(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await read(path)) ?? Response.error();
  }
}

/** What cannot change is fetched once. */
async function keptOrFetch(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const kept = await read(pathname);
  if (kept) return kept;
  const response = await fetch(request).catch(() => Response.error());
  if (response.ok) await keep(pathname, response.clone());
  return response;
}

async function read(path: string): Promise<Response | undefined> {
  try {
    const cache = await caches.open(name);
    return await cache.match(path, { ignoreVary: true });
  } catch {
    // The browser has thrown it away, or lets nothing be kept any more.
    return undefined;
  }
}

async function keep(path: string, response: Response): Promise<void> {
  try {
    const cache = await caches.open(name);
    await cache.put(path, response);
  } catch {
    // No space: it will be fetched again.
  }
}
