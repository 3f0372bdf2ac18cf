/** Browsers have a clipboard on secure origins only. */
export const canCopy = typeof navigator !== "undefined" && "clipboard" in navigator;

export const canShare = typeof navigator !== "undefined" && "share" in navigator;

/** How long a button says what has become of the link, in milliseconds. */
export const said = 3_000;

/** Copies a link. Resolves to words that say what has become of it. */
export async function copyLink(url: string): Promise<string> {
  return navigator.clipboard.writeText(url).then(
    () => "Link copied",
    () => "Couldn’t copy the link",
  );
}

/** Offers a link to the other apps of the device. */
export async function shareLink(url: string, title: string): Promise<void> {
  try {
    await navigator.share({ url, title });
  } catch (error) {
    // A reader who closes the list of apps has changed their mind.
    if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
  }
}
