/** Takes a name, and says how to give it back; null when somebody else has it. */
export type Lock = (name: string) => Promise<(() => void) | null>;

type Message =
  | { readonly says: "wants"; readonly name: string; readonly tab: string }
  /** To the tab that wants it. */
  | { readonly says: "has"; readonly name: string; readonly tab: string };

/** How long another tab may take to say that it has a name. */
const patience = 200;

/**
 * Locks where the browser has none of its own: a tab asks the others who has a name, and takes it
 * when nobody answers. A tab that is gone answers nothing, so what it had is free again; one that
 * the browser has put to sleep does not answer either, and may lose what it has.
 */
export function channelLocks(): Lock {
  if (typeof BroadcastChannel === "undefined") return () => Promise.resolve(() => undefined);
  const tab = newName();
  // What this tab has, or is about to: those that want it hear so already.
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
    // Of two that ask at once, the smaller name has it. The other one stands back by itself, too:
    // it may have asked before the first could hear.
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

/** A name that nobody else has. */
export function newName(): string {
  // crypto.randomUUID is there only on secure origins.
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
