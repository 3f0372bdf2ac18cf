import type { Session } from "@connectly/common";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { api } from "../../lib/api.ts";
import { isolated } from "../../lib/bidi.ts";
import { errorMessage, statusOf } from "../../lib/errors.ts";
import { fetchAnew } from "../../lib/fetch-anew.ts";
import { Button } from "../../ui/button.tsx";
import { Isolated } from "../../ui/isolated.tsx";
import { Failure, Skeleton } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { sessionsQuery } from "./queries.ts";

/** Ends sessions. It is fine if one has already ended. */
async function end(sessions: readonly Session[]): Promise<void> {
  for (const { id } of sessions) {
    try {
      await api.endSession(id);
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }
}

/** The server lists at most 100, so there may be more. */
async function endAllOthers(): Promise<void> {
  for (;;) {
    const others = (await api.listSessions()).sessions.filter(({ current }) => !current);
    if (others.length === 0) return;
    await end(others);
  }
}

/** Lists where the user is signed in, and ends sessions. */
export function SessionList() {
  const client = useQueryClient();
  const list = useQuery(sessionsQuery);
  const [said, setSaid] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);

  const ending = useMutation({
    mutationFn: (session: Session | "others") =>
      session === "others" ? endAllOthers() : end([session]),
    onMutate: () => setSaid(""),
    onSuccess: (_, session) =>
      setSaid(
        session === "others"
          ? "All other sessions have ended."
          : `The session on ${nameOf(session)} has ended.`,
      ),
    // Some may have ended before one couldn't be.
    onSettled: () => fetchAnew(client, sessionsQuery.queryKey),
  });
  // The button that was pressed disappears with its session.
  useEffect(() => {
    if (said !== "") heading.current?.focus();
  }, [said]);

  const sessions = list.data?.sessions;
  const others = sessions?.filter(({ current }) => !current).length ?? 0;
  return (
    <section className="account-section" aria-labelledby="account-sessions">
      <h2 id="account-sessions" ref={heading} tabIndex={-1}>
        Where you’re signed in
      </h2>
      {sessions === undefined && !list.isError && (
        <Skeleton lines={2} label="Loading your sessions" />
      )}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {sessions && (
        <ul className="sessions">
          {sessions.map((session) => (
            <Row
              key={session.id}
              session={session}
              busy={ending.isPending}
              onEnd={() => ending.mutate(session)}
            />
          ))}
        </ul>
      )}
      {others === 0 && sessions && <p>You aren’t signed in anywhere else.</p>}
      {others > 1 && (
        <Button
          aria-disabled={ending.isPending}
          onClick={() => !ending.isPending && ending.mutate("others")}
        >
          {ending.isPending && ending.variables === "others" ? "Ending…" : "End all other sessions"}
        </Button>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      <div role="alert">
        {ending.isError && (
          <p className="notice notice-danger">
            {ending.variables === "others" ? "Some sessions couldn’t be ended." : "The session couldn’t be ended."}{" "}
            {errorMessage(ending.error).title}.
          </p>
        )}
      </div>
    </section>
  );
}

interface RowProps {
  readonly session: Session;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

function Row({ session, busy, onEnd }: RowProps) {
  const id = `session-${session.id}`;
  return (
    <li className="session">
      <div className="session-text" id={id}>
        <p className="session-device">
          <Isolated>{session.device ?? "Unknown device"}</Isolated>
          {session.current && <span className="badge">This device</span>}
        </p>
        <p className="byline">
          <span>
            Signed in <Time value={session.createdAt} />
          </span>
          <span>
            last used <Time value={session.lastUsedAt} />
          </span>
        </p>
      </div>
      {!session.current && (
        <button
          type="button"
          className="quiet-link quiet-danger"
          aria-disabled={busy}
          aria-label={`End the session on ${nameOf(session)}`}
          aria-describedby={id}
          onClick={() => !busy && onEnd()}
        >
          End
        </button>
      )}
    </li>
  );
}

function nameOf({ device }: Session): string {
  return device === null ? "an unknown device" : isolated(device);
}
