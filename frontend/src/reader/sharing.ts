import { canCopy, canShare, copyLink, said, shareLink } from "../lib/sharing.ts";

/** Makes the buttons that pass on a page's address work, where the browser can. */
export function offerSharing(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="canonical"]');
  const copy = button("copy-link");
  const share = button("share");
  if (!link || !copy || !share) return;
  const url = link.href;
  if (canCopy) offer(copy, () => copyAndSay(copy, url));
  if (canShare) offer(share, () => shareLink(url, document.title));
}

function button(action: string): HTMLButtonElement | null {
  return document.querySelector(`button[data-action="${action}"]`);
}

function offer(where: HTMLButtonElement, act: () => Promise<void>): void {
  where.hidden = false;
  where.addEventListener("click", () => void act());
}

async function copyAndSay(copy: HTMLButtonElement, url: string): Promise<void> {
  const status = document.querySelector("#share-status");
  const words = await copyLink(url);
  copy.textContent = words;
  if (status) status.textContent = words;
  setTimeout(() => {
    copy.textContent = "Copy link";
    if (status) status.textContent = "";
  }, said);
}
