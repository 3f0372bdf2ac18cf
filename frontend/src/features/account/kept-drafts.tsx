import { useState, useSyncExternalStore } from "react";

import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countDrafts, forgetLeftDrafts, watchDrafts } from "../../shared/drafts/local-drafts.ts";

/** What stays on this device after signing out: text that the server has not got. */
export function KeptDrafts({ user }: { readonly user: string }) {
  const count = useSyncExternalStore(watchDrafts, () => countDrafts(user));
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState("");
  const forget = async () => {
    await forgetLeftDrafts(user);
    setAsking(false);
    setSaid(
      countDrafts(user) === 0
        ? "This device keeps no text of yours any more."
        : "What is open in an editor stays until that is closed. The rest is deleted.",
    );
  };
  return (
    <>
      {count > 0 && (
        <div className="notice notice-warning kept-drafts">
          <p>
            This device keeps {count === 1 ? "a text" : `${count} texts`} of yours that{" "}
            {count === 1 ? "is" : "are"} not saved at the server. After signing out{" "}
            {count === 1 ? "it stays" : "they stay"} here, readable for whoever uses this browser,
            and {count === 1 ? "waits" : "wait"} for you to come back.
          </p>
          <Button
            look="danger"
            className="button-small"
            onClick={() => {
              setSaid("");
              setAsking(true);
            }}
          >
            Delete from this device
          </Button>
        </div>
      )}
      <p role="status">{said}</p>
      {asking && (
        <Dialog title="Delete what is not saved?" onClose={() => setAsking(false)}>
          <p>Nobody else has this text, the server neither. This cannot be undone.</p>
          <div className="dialog-actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" onClick={() => void forget()}>
              Delete
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
