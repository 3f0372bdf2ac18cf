import { useSyncExternalStore } from "react";

import type { EditorSession } from "./session.ts";
import { statusOf } from "./status.ts";

interface StatusLineProps {
  readonly session: EditorSession;
  readonly onDecide: () => void;
}

/** The state of the text in words, and what can be done about it. */
export function StatusLine({ session, onDecide }: StatusLineProps) {
  const { editing, kept } = useSyncExternalStore(session.subscribe, session.view);
  const { mood, words } = statusOf(editing, kept);
  return (
    <div className={`editor-status editor-status-${mood}`}>
      <p role="status">{words}</p>
      {editing.phase.name === "conflict" && (
        <button type="button" className="quiet-link" onClick={onDecide}>
          See what changed
        </button>
      )}
      {editing.phase.name === "stopped" && (
        <button
          type="button"
          className="quiet-link"
          onClick={() => session.dispatch({ type: "retry" })}
        >
          Try again
        </button>
      )}
    </div>
  );
}
