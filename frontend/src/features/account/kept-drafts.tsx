import { useState, useSyncExternalStore } from "react";

import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countDrafts, forgetLeftDrafts, watchDrafts } from "../../shared/drafts/local-drafts.ts";

/** Text that stays on this device after signing out, because the server doesn't have it. */
export function KeptDrafts({ user }: { readonly user: string }) {
  const count = useSyncExternalStore(watchDrafts, () => countDrafts(user));
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState("");
  const forget = async () => {
    await forgetLeftDrafts(user);
    setAsking(false);
    setSaid(
      countDrafts(user) === 0
        ? "This device no longer has any text of yours."
        : "Text that’s open in an editor stays until you close it. The rest has been deleted.",
    );
  };
  return (
    <>
      {count > 0 && (
        <div className="notice notice-warning kept-drafts">
          <p>
            This device has {count === 1 ? "a text" : `${count} texts`} of yours that{" "}
            {count === 1 ? "isn’t" : "aren’t"} saved on the server. If you sign out,{" "}
            {count === 1 ? "it stays" : "they stay"} here until you come back, and anyone who uses
            this browser can read {count === 1 ? "it" : "them"}.
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
        <Dialog title="Delete unsaved text?" onClose={() => setAsking(false)}>
          <p>This text exists only on this device. This can’t be undone.</p>
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
