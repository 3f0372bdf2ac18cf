import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { api } from "../../lib/api.ts";
import { faultOf } from "../../lib/faults.ts";
import { to } from "../../lib/paths.ts";
import { AuthorName } from "../../ui/author-name.tsx";
import { Button } from "../../ui/button.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Failure } from "../../ui/states.tsx";
import { ThemeChoice } from "../../ui/theme-choice.tsx";
import { useUser } from "./session.ts";
import { signOut } from "./sign-out.ts";

/** Who I am. One section for each thing that can be done about it. */
export function AccountPage() {
  useTitle("Account");
  const hint = useUser();
  const me = useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.readMe({ signal }) });
  const user = me.data?.user ?? hint;
  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title">Account</h1>
      </header>
      {me.isError && <Failure error={me.error} retry={() => void me.refetch()} />}
      <section className="account-section" aria-labelledby="account-who">
        <h2 id="account-who">Who you are</h2>
        {user && (
          <dl className="facts">
            <dt>Name</dt>
            <dd>
              <AuthorName name={user.name} />
            </dd>
            <dt>E-mail</dt>
            <dd>{user.email}</dd>
          </dl>
        )}
        {user && (
          <p>
            <Link to={to.author(user.id)}>Your page, as others see it</Link>
          </p>
        )}
      </section>
      <section className="account-section" aria-labelledby="account-theme">
        <h2 id="account-theme">Appearance</h2>
        <ThemeChoice />
      </section>
      <section className="account-section" aria-labelledby="account-session">
        <h2 id="account-session">This session</h2>
        <p>Signing out ends it at once, in every tab of this browser.</p>
        <SignOut />
      </section>
    </div>
  );
}

function SignOut() {
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <>
      <Button
        aria-disabled={leaving.isPending}
        onClick={() => !leaving.isPending && leaving.mutate()}
      >
        {leaving.isPending ? "Signing out…" : "Sign out"}
      </Button>
      <div role="alert">
        {leaving.isError && (
          <p className="notice notice-danger">
            You are still signed in. {faultOf(leaving.error).title}.
          </p>
        )}
      </div>
    </>
  );
}
