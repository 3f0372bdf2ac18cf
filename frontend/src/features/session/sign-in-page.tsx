import { Link, useSearchParams } from "react-router";

import { api } from "../../lib/api.ts";
import { to } from "../../lib/paths.ts";
import { Field } from "../../ui/field.tsx";
import { AccountForm } from "./account-form.tsx";
import { sessionBegan, useSession } from "./session.ts";
import { useForm } from "./use-form.ts";

export function SignInPage() {
  const [search] = useSearchParams();
  const session = useSession();
  const { errors, ...form } = useForm({
    fields: ["email", "password"],
    check: async (values) => (await import("./checks.ts")).checkSignIn(values),
    // The answer has a token as well, for clients without cookies. It is not kept.
    send: async (input) => sessionBegan((await api.signIn(input)).user),
    explain: ({ status }) =>
      status === 401 ? "That e-mail address and password do not belong together." : undefined,
  });
  const lead =
    session.state === "expired"
      ? "Your session has ended. Sign in to go on where you were; what you wrote is kept on this device."
      : "Good to see you again.";
  return (
    <AccountForm
      title="Sign in"
      lead={lead}
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
