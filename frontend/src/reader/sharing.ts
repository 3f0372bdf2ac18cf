/** Makes the buttons that pass on a page's address work, where the browser can. */
export function offerSharing(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="canonical"]');
  const copy = button("copy-link");
  const share = button("share");
  if (!link || !copy || !share) return;
  const url = link.href;
  // Browsers have a clipboard on secure origins only.
  if ("clipboard" in navigator) offer(copy, () => copyLink(copy, url));
  if ("share" in navigator) offer(share, () => navigator.share({ url, title: document.title }));
}

function button(action: string): HTMLButtonElement | null {
  return document.querySelector(`button[data-action="${action}"]`);
}

function offer(where: HTMLButtonElement, act: () => Promise<void>): void {
  where.hidden = false;
  where.addEventListener("click", () => {
    act().catch((error: unknown) => {
      // A reader who closes the list of apps has changed their mind.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });
  });
}

async function copyLink(copy: HTMLButtonElement, url: string): Promise<void> {
  const status = document.querySelector("#share-status");
  const words = await navigator.clipboard.writeText(url).then(
    () => "Link copied",
    () => "Couldn’t copy the link",
  );
  copy.textContent = words;
  if (status) status.textContent = words;
  setTimeout(() => {
    copy.textContent = "Copy link";
    if (status) status.textContent = "";
  }, 3_000);
}
