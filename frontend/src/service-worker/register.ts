const script = "/service-worker.js";

/**
 * Registers the service worker once the page has loaded, so that the app's files are kept on this
 * device. If the build has none, or the server no longer has one, what an earlier one kept is
 * deleted.
 */
export function registerServiceWorker(): void {
  // Other origins have no service workers, and in development it would hide the server.
  if (!import.meta.env.PROD || !window.isSecureContext || !("serviceWorker" in navigator)) return;
  const begin = () => void (__SERVICE_WORKER__ ? register() : drop()).catch(ignore);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  try {
    const { active } = await serviceWorker.register(script);
    // A browser doesn't check a worker that is already there, so it stays even if the server no
    // longer has it.
    if (active) await (await serviceWorker.getRegistration())?.update();
  } catch (error) {
    const answer = await fetch(script, { method: "HEAD", cache: "no-store" });
    if (answer.status !== 404 && answer.status !== 410) throw error;
    await drop();
  }
}

async function drop(): Promise<void> {
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((registration) => registration.unregister()));
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** The site works without, as in a browser that keeps nothing. */
function ignore(): void {
  // Nothing to do.
}
