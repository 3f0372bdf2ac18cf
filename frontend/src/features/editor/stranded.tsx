import { ProblemError } from "@connectly/common";
import { useState } from "react";

import { api } from "../../lib/api.ts";
import { to } from "../../lib/paths.ts";
import { sessionBegan } from "../../shared/session/session.ts";
import { Note } from "./note.tsx";
import type { EditorSession } from "./session.ts";

/** Says what to do when the session has ended and the text is only on this page. */
export function Stranded({ session }: { readonly session: EditorSession }) {
  const [answer, setAnswer] = useState("");
  const goOn = async () => {
    try {
      const { user } = await api.readMe();
      if (user.id === session.user) sessionBegan(user);
      else setAnswer("Somebody else is signed in.");
    } catch (error) {
      setAnswer(
        error instanceof ProblemError && error.status === 401
          ? "You aren’t signed in yet."
          : "We couldn’t find out. Please try again.",
      );
    }
  };
  return (
    <Note
      warning
      words={`You’re signed out, and this browser can’t keep your text: it’s only on this page. Sign in in another tab, then continue here. ${answer}`}
      actions={[
        ["Sign in in another tab", () => void window.open(to.signIn(), "_blank", "noopener")],
        ["Continue", () => void goOn()],
      ]}
    />
  );
}
