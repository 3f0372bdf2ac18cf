/// <reference lib="webworker" />

// Replaces the service worker if there is to be none: it deletes everything that was kept, and
// removes itself.

export {};

// TypeScript knows only one `self`, and takes it for a page's.
const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));

worker.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
