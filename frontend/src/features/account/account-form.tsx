import type { SubmitEventHandler, ReactNode } from "react";
import { Navigate, useSearchParams } from "react-router";

import { safeNext } from "../../lib/next.ts";
import { Button } from "../../ui/button.tsx";
import { useTitle } from "../../ui/page.tsx";
import { useSession } from "../../shared/session/session.ts";

interface AccountFormProps {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly busy: boolean;
  readonly summary: string | undefined;
  readonly onSubmit: SubmitEventHandler<HTMLFormElement>;
  readonly children: ReactNode;
  readonly other: ReactNode;
}

/**
 * The parts that signing in and signing up share. Once the user is signed in, here or in another
 * tab, it leads on.
 */
export function AccountForm({
  title,
  lead,
  action,
  busy,
  summary,
  onSubmit,
  children,
  other,
}: AccountFormProps) {
  const session = useSession();
  const [search] = useSearchParams();
  useTitle(title);
  if (session.state === "in") return <Navigate to={safeNext(search.get("next"))} replace />;
  return (
    <div className="narrow">
      <h1 className="page-title">{title}</h1>
      <p className="lead">{lead}</p>
      <form noValidate className="form" aria-label={title} onSubmit={onSubmit}>
        <div role="alert">
          {summary !== undefined && <p className="notice notice-danger">{summary}</p>}
        </div>
        {children}
        <Button type="submit" look="primary" className="button-wide" aria-disabled={busy}>
          {busy ? "One moment…" : action}
        </Button>
      </form>
      <p className="form-other">{other}</p>
    </div>
  );
}
