import { useSyncExternalStore } from "react";
import { Link, useSearchParams } from "react-router";

import { api } from "../../lib/api.ts";
import { statusOf } from "../../lib/errors.ts";
import { isWriters, to } from "../../lib/paths.ts";
import { Field } from "../../ui/field.tsx";
import { AccountForm } from "./account-form.tsx";
import { beginSession, CookiesBlocked, cookiesNeeded } from "./begin-session.ts";
import { countDrafts, watchDrafts } from "../../shared/drafts/local-drafts.ts";
import { lastUser, type Session, useSession } from "../../shared/session/session.ts";
import { useForm } from "./use-form.ts";

const welcome = "Good to see you again.";
const leads: Record<Session["state"], string> = {
  in: welcome,
  none: welcome,
  out: welcome,
  expired:
    "Your session has ended. Sign in to pick up where you left off. What you wrote is kept on this device.",
  deleted: "Your account has been deleted, along with everything that this device kept of it.",
};

const keptText =
  "You signed out in another tab. What you were writing is kept on this device. Sign in to continue.";

export function SignInPage() {
  const [search] = useSearchParams();
  const session = useSession();
  const isWriting = isWriters(search.get("next")?.replace(/[?#].*$/, "") ?? "");
  const kept = useSyncExternalStore(watchDrafts, () => countDrafts(lastUser() ?? ""));
  const hasText = isWriting && kept > 0;
  const { errors, ...form } = useForm({
    fields: ["email", "password"],
    check: async (values) => (await import("./checks.ts")).checkSignIn(values),
    // The answer also has a token, for clients without cookies. It isn't kept.
    send: async (input) => beginSession((await api.signIn(input)).user),
    explain: (error) => {
      if (error instanceof CookiesBlocked)
        return `${cookiesNeeded} Allow cookies for this site, then sign in again.`;
      return statusOf(error) === 401
        ? "Wrong e-mail address or password."
        : undefined;
    },
  });
  return (
    <AccountForm
      title="Sign in"
      lead={session.state === "out" && hasText ? keptText : leads[session.state]}
      action="Sign in"
      {...form}
      other={
        <>
          New here? <Link to={to.signUp(search.get("next") ?? undefined)}>Create an account</Link>
        </>
      }
    >
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        errors={errors["email"]}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        errors={errors["password"]}
      />
    </AccountForm>
  );
}
