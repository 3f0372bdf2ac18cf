import { useQuery } from "@tanstack/react-query";

import { to } from "../../lib/paths.ts";
import { Isolated } from "../../ui/isolated.tsx";
import { useTitle } from "../../ui/page.tsx";
import { ReaderLink } from "../../ui/reader-link.tsx";
import { ThemeChoice } from "../../ui/theme-choice.tsx";
import { ChangePassword } from "./change-password.tsx";
import { DeleteAccount } from "./delete-account.tsx";
import { EditProfile } from "./edit-profile.tsx";
import { ExportAccount } from "./export-account.tsx";
import { ProfilePicture } from "./profile-picture.tsx";
import { meQuery } from "./queries.ts";
import { useUser } from "../../shared/session/session.ts";
import { SessionList } from "./session-list.tsx";
import { SignOutSection } from "./sign-out-section.tsx";

/** The account page, with a section for each thing that can be changed. */
export function AccountPage() {
  useTitle("Account");
  const hint = useUser();
  // Until the server answers, and if it can't, the browser's hint is good enough.
  const me = useQuery(meQuery);
  const user = me.data?.user ?? hint;
  if (!user) return null;
  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title">Account</h1>
      </header>
      <section className="account-section" aria-labelledby="account-who">
        <h2 id="account-who">Profile</h2>
        <dl className="facts">
          <dt>E-mail</dt>
          <dd>
            <Isolated>{user.email}</Isolated>
          </dd>
        </dl>
        <p>
          <ReaderLink to={to.author(user.handle)}>View your public page</ReaderLink>
        </p>
        <ProfilePicture user={user} />
        <EditProfile user={user} labelledBy="account-who" />
      </section>
      <section className="account-section" aria-labelledby="account-password">
        <h2 id="account-password">Password</h2>
        <ChangePassword email={user.email} labelledBy="account-password" />
      </section>
      <section className="account-section" aria-labelledby="account-theme">
        <h2 id="account-theme">Appearance</h2>
        <ThemeChoice />
      </section>
      <SessionList />
      <SignOutSection user={user.id} />
      <ExportAccount />
      <DeleteAccount user={user.id} />
    </div>
  );
}
