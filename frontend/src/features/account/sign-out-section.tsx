import { useMutation } from "@tanstack/react-query";

import { errorMessage } from "../../lib/errors.ts";
import { Button } from "../../ui/button.tsx";
import { KeptDrafts } from "./kept-drafts.tsx";
import { signOut } from "./sign-out.ts";

/** Signs out, and says what stays on this device. */
export function SignOutSection({ user }: { readonly user: string }) {
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <section className="account-section" aria-labelledby="account-session">
      <h2 id="account-session">This session</h2>
      <p>Signing out takes effect at once, in every tab of this browser.</p>
      <KeptDrafts user={user} />
      <Button
        aria-disabled={leaving.isPending}
        onClick={() => !leaving.isPending && leaving.mutate()}
      >
        {leaving.isPending ? "Signing out…" : "Sign out"}
      </Button>
      <div role="alert">
        {leaving.isError && (
          <p className="notice notice-danger">
            You’re still signed in. {errorMessage(leaving.error).title}.
          </p>
        )}
      </div>
    </section>
  );
}
