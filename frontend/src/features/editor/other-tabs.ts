/** Messages between the editors of one post in different tabs. */
type Message =
  | { readonly says: "hello" | "here" | "bye"; readonly post: string; readonly editor: string }
  | {
      readonly says: "saved";
      readonly post: string;
      readonly editor: string;
      readonly etag: string;
    };

export interface OtherTabs {
  /** Tells the others that this editor has saved. */
  saved(etag: string): void;
  leave(): void;
}

interface Listener {
  /** Whether the post is also open in another tab. */
  readonly present: (others: boolean) => void;
  readonly saved: (etag: string) => void;
}

/** Joins the editors of a post. */
export function joinOtherTabs(post: string, listener: Listener): OtherTabs {
  if (typeof BroadcastChannel === "undefined") return { saved: nothing, leave: nothing };
  const channel = new BroadcastChannel("connectly.editors");
  const editor = `${Date.now()}.${Math.random()}`;
  const others = new Set<string>();
  const say = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.post !== post || data.editor === editor) return;
    if (data.says === "bye") others.delete(data.editor);
    else others.add(data.editor);
    if (data.says === "hello") say({ says: "here", post, editor });
    if (data.says === "saved") listener.saved(data.etag);
    listener.present(others.size > 0);
  };
  const bye = () => say({ says: "bye", post, editor });
  window.addEventListener("pagehide", bye);
  say({ says: "hello", post, editor });
  return {
    saved: (etag) => say({ says: "saved", post, editor, etag }),
    leave() {
      bye();
      window.removeEventListener("pagehide", bye);
      channel.close();
    },
  };
}

function nothing(): void {
  // A browser without channels can't tell anybody.
}
