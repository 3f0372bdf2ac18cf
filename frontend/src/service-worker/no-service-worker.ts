/// <reference lib="webworker" />

// Takes the place of the service worker where there shall be none: it drops all that was kept, and
// goes.

export {};

// TypeScript knows one `self`, and takes it for a page's.
const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));

worker.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
