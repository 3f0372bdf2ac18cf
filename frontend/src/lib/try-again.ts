/**
 * Calls back once, after a pause or as soon as the device is online again. While the page is hidden
 * it waits until it is visible. Returns a function that cancels it.
 */
export function tryAgain(
  milliseconds: number,
  call: (why: "time" | "network") => void,
): () => void {
  let isTime = false;
  const end = () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", online);
  };
  const look = () => {
    if (!isTime || document.visibilityState !== "visible") return;
    end();
    call("time");
  };
  const online = () => {
    end();
    call("network");
  };
  const timer = setTimeout(() => {
    isTime = true;
    look();
  }, milliseconds);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", online);
  return end;
}
