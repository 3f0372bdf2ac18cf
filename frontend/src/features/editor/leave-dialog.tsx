import { useBlocker } from "react-router";

import { to } from "../../lib/paths.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import type { EditorSession } from "./session.ts";
import type { Uploads } from "./uploads.ts";

interface LeaveDialogProps {
  readonly session: EditorSession;
  readonly uploads: Uploads;
  /** Whether a cover is on its way to the server. */
  readonly isCoverSent: boolean;
}

/** Asks before something is lost with the page. */
export function LeaveDialog({ session, uploads, isCoverSent }: LeaveDialogProps) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    const isOther = currentLocation.pathname !== nextLocation.pathname;
    // The text has got its id, and stays on the screen.
    const isSame = nextLocation.pathname === to.edit(session.post ?? "");
    return isOther && !isSame && (session.wouldLose || uploads.wouldLose || isCoverSent);
  });
  if (blocker.state !== "blocked") return null;
  const isText = session.wouldLose;
  return (
    <Dialog
      title={isText ? "Leave without saving?" : "Leave without your picture?"}
      onClose={() => blocker.reset()}
    >
      <p>
        {isText
          ? "Your text isn’t saved yet, and this browser can’t keep it. If you leave, you’ll lose what you wrote since it was last saved."
          : "A picture isn’t uploaded yet. If you leave, it won’t be in your post."}
      </p>
      <div className="dialog-actions">
        <Button look="danger" onClick={() => blocker.proceed()}>
          Leave
        </Button>
        <Button look="primary" onClick={() => blocker.reset()}>
          Stay
        </Button>
      </div>
    </Dialog>
  );
}
