/** How large a picture is, in its own pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const key = "connectly.pictures";
const most = 300;

let sizes: Map<string, Size> | undefined;

/** The sizes of pictures that this tab has shown: the second time there is room for them at once. */
function known(): Map<string, Size> {
  if (sizes) return sizes;
  sizes = new Map();
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    if (Array.isArray(kept)) {
      for (const entry of kept as unknown[]) {
        if (!Array.isArray(entry)) continue;
        const [address, width, height] = entry as unknown[];
        if (typeof address === "string" && isLength(width) && isLength(height))
          sizes.set(address, { width, height });
      }
    }
  } catch {
    // The tab keeps nothing, or what it kept is not ours.
  }
  return sizes;
}

function isLength(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value < 100_000;
}

export function sizeOf(address: string): Size | undefined {
  return known().get(address);
}

export function keepSize(address: string, size: Size): void {
  const all = known();
  const before = all.get(address);
  if (before?.width === size.width && before.height === size.height) return;
  all.delete(address);
  all.set(address, size);
  for (const oldest of all.keys()) {
    if (all.size <= most) break;
    all.delete(oldest);
  }
  try {
    const entries = Array.from(all, ([name, { width, height }]) => [name, width, height]);
    sessionStorage.setItem(key, JSON.stringify(entries));
  } catch {
    // They are known until the page is left.
  }
}
