/** Takes a name, and returns a function that gives it back. Null if somebody else has the name. */
export type Lock = (name: string) => Promise<(() => void) | null>;

type Message =
  | { readonly says: "wants"; readonly name: string; readonly tab: string }
  /** For the tab that wants the name. */
  | { readonly says: "has"; readonly name: string; readonly tab: string };

/** How long another tab may take to say that it has a name. */
const patience = 200;

/**
 * Locks for browsers without their own. A tab asks the others whether they have a name, and takes
 * it if nobody answers. A closed tab doesn't answer, so its names are free again. A tab that the
 * browser has put to sleep doesn't answer either, and may lose its names.
 */
export function channelLocks(): Lock {
  if (typeof BroadcastChannel === "undefined") return () => Promise.resolve(() => undefined);
  const tab = newName();
  // Names that this tab has or is about to take. Others who want one are told so already.
  const held = new Map<string, "asking" | "held">();
  const refused = new Map<string, () => void>();
  let channel: BroadcastChannel | undefined;

  const answer = ({ data }: MessageEvent<Message>) => {
    const state = held.get(data.name);
    if (data.says === "has") {
      if (data.tab === tab) refused.get(data.name)?.();
      return;
    }
    if (state === undefined) return;
    // If two ask at once, the smaller name wins. The other one gives way on its own as well,
    // because it may have asked before the first could hear.
    if (state === "held" || tab < data.tab) say({ ...data, says: "has" });
    else refused.get(data.name)?.();
  };
  const say = (message: Message) => {
    if (!channel) {
      channel = new BroadcastChannel("connectly.places");
      channel.onmessage = answer;
    }
    channel.postMessage(message);
  };

  return async (name) => {
    if (held.has(name)) return null;
    held.set(name, "asking");
    const isRefused = new Promise<boolean>((resolve) => {
      refused.set(name, () => resolve(true));
      setTimeout(() => resolve(false), patience);
    });
    say({ says: "wants", name, tab });
    const isTaken = await isRefused;
    refused.delete(name);
    if (isTaken) {
      held.delete(name);
      return null;
    }
    held.set(name, "held");
    return () => held.delete(name);
  };
}

/** A unique name. */
export function newName(): string {
  // `crypto.randomUUID` exists only on secure origins.
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
