import { findFragment, focusFragment } from "./fragments.ts";

/** Where a reader wants to be: so far down, or at a part of the page. */
type Wanted = { readonly down: number } | { readonly hash: string };

/** An entry of the tab's history, as it comes to be shown. */
export interface Arrival {
  /** What tells the entry from the others. */
  readonly entry: string;
  readonly hash: string;
  /** Whether it was shown before, as after Back, Forward or a reload. */
  readonly isReturn: boolean;
  /** Whether the page stays where it is. */
  readonly stays: boolean;
}

const key = "connectly.places";
const most = 200;
/** After a longer wait, the reader is not moved away from what is being read. */
const patience = 20_000;
/** How long a page must be quiet until it counts as complete. */
const quiet = 1_000;

/**
 * The place of the reader on each page of this tab's history. The browser would restore it once, before
 * the text has come; this keeps on until the page is long enough, or the reader moves.
 */
export class Places {
  readonly #listeners = new Set<() => void>();
  #kept: Map<string, number> | undefined;
  #entry: string | undefined;
  #wanted: Wanted | undefined;
  #isThere = false;
  #stop: AbortController | undefined;
  #settled: ReturnType<typeof setTimeout> | undefined;
  #set = 0;
  #height = 0;

  /** Begins to follow the reader. */
  start(): void {
    history.scrollRestoration = "manual";
    window.addEventListener("scroll", () => this.#moved(), { passive: true });
    window.addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#keep();
    });
  }

  /** Notes where the reader is, while the page is still there. */
  note(): void {
    if (this.#entry === undefined || this.#wanted) return;
    const kept = this.#places();
    // The newest at the end.
    kept.delete(this.#entry);
    kept.set(this.#entry, window.scrollY);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
  }

  /** Another page is shown, or another part of it. */
  arrive({ entry, hash, isReturn, stays }: Arrival): void {
    if (entry === this.#entry) return;
    const before = this.#entry;
    // A reader who goes on before the page was complete comes back to where it would have been.
    this.#drop();
    this.#entry = entry;
    const down = isReturn ? this.#places().get(entry) : undefined;
    if (down !== undefined && down > 0) this.#want({ down });
    else if (down === undefined && hash !== "" && !stays) this.#want({ hash });
    else if (before !== undefined && !stays) window.scrollTo({ top: 0, behavior: "instant" });
  }

  /** Whether the page is not long enough yet for where the reader was. */
  wantsMore = (): boolean =>
    this.#wanted !== undefined && "down" in this.#wanted && !this.#isThere;

  watch = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#isThere = false;
    const stop = new AbortController();
    this.#stop = stop;
    const { signal } = stop;
    const give = () => this.#give();
    for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      window.addEventListener(type, give, { signal, passive: true, capture: true });
    }
    const attempt = () => this.#attempt();
    const sizes = new ResizeObserver(attempt);
    sizes.observe(document.body);
    const parts = new MutationObserver(attempt);
    parts.observe(document.body, { childList: true, subtree: true });
    const timer = setTimeout(give, patience);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      parts.disconnect();
      clearTimeout(timer);
      clearTimeout(this.#settled);
    });
    this.#attempt();
    this.#tell();
  }

  #attempt(): void {
    const wanted = this.#wanted;
    if (!wanted) return;
    const was = this.#isThere;
    const { scrollHeight } = document.documentElement;
    if ("down" in wanted) {
      const most = Math.max(0, scrollHeight - window.innerHeight);
      window.scrollTo({ top: Math.min(wanted.down, most), behavior: "instant" });
      this.#isThere = most >= wanted.down - 1;
    } else {
      const target = findFragment(wanted.hash);
      if (target) {
        target.scrollIntoView({ block: "start", behavior: "instant" });
        // After the page itself, which takes the focus when it is new.
        if (!was) requestAnimationFrame(() => focusFragment(target));
      }
      this.#isThere = target !== undefined;
    }
    this.#set = window.scrollY;
    this.#height = scrollHeight;
    clearTimeout(this.#settled);
    // Fonts and pictures may still come, above it too.
    if (this.#isThere) this.#settled = setTimeout(() => this.#give(), quiet);
    if (this.#isThere !== was) this.#tell();
  }

  #moved(): void {
    // Not by this, and not because the page has become another: by the reader.
    const isOwn =
      Math.abs(window.scrollY - this.#set) <= 2 ||
      document.documentElement.scrollHeight !== this.#height;
    if (this.#wanted && !isOwn) this.#give();
    this.note();
  }

  /** The reader has moved, or the page is complete. */
  #give(): void {
    if (!this.#wanted) return;
    this.#drop();
    this.note();
  }

  #drop(): void {
    if (!this.#wanted) return;
    this.#wanted = undefined;
    this.#stop?.abort();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #places(): Map<string, number> {
    if (this.#kept) return this.#kept;
    this.#kept = new Map();
    try {
      const entries: unknown = JSON.parse(sessionStorage.getItem(key) ?? "[]");
      if (Array.isArray(entries)) {
        for (const entry of entries as unknown[]) {
          if (!Array.isArray(entry)) continue;
          const [name, down] = entry as unknown[];
          if (typeof name === "string" && typeof down === "number") this.#kept.set(name, down);
        }
      }
    } catch {
      // The tab keeps nothing, or what it kept is not ours.
    }
    return this.#kept;
  }

  #keep(): void {
    this.note();
    try {
      sessionStorage.setItem(key, JSON.stringify([...this.#places()]));
    } catch {
      // A reload begins at the top.
    }
  }
}

/** The places of this tab. */
export const places = new Places();
