import { Link, useSearchParams } from "react-router";

import { api } from "../../lib/api.ts";
import { statusOf } from "../../lib/errors.ts";
import { to } from "../../lib/paths.ts";
import { Field } from "../../ui/field.tsx";
import { AccountForm } from "./account-form.tsx";
import { beginSession, CookiesBlocked, cookiesNeeded } from "./begin-session.ts";
import { useForm } from "./use-form.ts";

export function SignUpPage() {
  const [search] = useSearchParams();
  const { errors, ...form } = useForm({
    fields: ["name", "email", "password"],
    check: async (values) => (await import("./checks.ts")).checkSignUp(values),
    send: async (input) => beginSession((await api.signUp(input)).user),
    explain: (error) => {
      if (error instanceof CookiesBlocked)
        return `Your account is ready. ${cookiesNeeded} Allow cookies for this site, then sign in.`;
      return statusOf(error) === 409
        ? { email: ["There’s already an account with this e-mail address."] }
        : undefined;
    },
  });
  return (
    <AccountForm
      title="Create an account"
      lead="Choose a name and a password, and start writing."
      action="Create account"
      {...form}
      other={
        <>
          Already have an account? <Link to={to.signIn(search.get("next") ?? undefined)}>Sign in</Link>
        </>
      }
    >
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        hint="Shown next to your posts."
        dir="auto"
        errors={errors["name"]}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
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
        autoComplete="new-password"
        hint="At least 8 characters."
        required
        errors={errors["password"]}
      />
    </AccountForm>
  );
}
