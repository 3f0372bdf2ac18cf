const script = "/service-worker.js";

/**
 * Has the app's files kept on this device, once the page has loaded. Where the build has no service
 * worker, or the server has none any more, what an earlier one kept is dropped.
 */
export function registerServiceWorker(): void {
  // On other origins there is none; and a server of development would be hidden behind it.
  if (!import.meta.env.PROD || !window.isSecureContext || !("serviceWorker" in navigator)) return;
  const begin = () => void (__SERVICE_WORKER__ ? register() : drop()).catch(ignore);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  try {
    const { active } = await serviceWorker.register(script);
    // An existing one is not requested again, and stays even if the server no longer has it.
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
