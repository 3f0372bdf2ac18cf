import type { DeleteAccount as Input } from "@connectly/common";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { api } from "../../lib/api.ts";
import { errorMessage, statusOf } from "../../lib/errors.ts";
import { Button } from "../../ui/button.tsx";
import { Choice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { forgetDrafts } from "../../shared/drafts/local-drafts.ts";
import { accountDeleted } from "../../shared/session/session.ts";
import { useForm } from "./use-form.ts";

/** Deletes the account. */
export function DeleteAccount({ user }: { readonly user: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <section className="account-section" aria-labelledby="account-delete">
      <h2 id="account-delete">Delete account</h2>
      <p>This deletes your account and your drafts for good. You decide what happens to your published posts.</p>
      <Button look="danger" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        Delete account…
      </Button>
      {asking && <Question user={user} onClose={() => setAsking(false)} />}
    </section>
  );
}

const posts = [
  {
    value: "delete",
    words: "Delete them",
    hint: "Readers can’t find them any more.",
  },
  {
    value: "keep",
    words: "Keep them",
    hint: "They’re shown under “Deleted author”, and nobody can change them.",
  },
] as const;

function Question({ user, onClose }: { readonly user: string; readonly onClose: () => void }) {
  // A try without an answer may have succeeded. Then there is no session any more.
  const inDoubt = useRef(false);
  const deletion = useMutation({
    mutationFn: async (input: Input) => {
      try {
        await api.deleteAccount(input);
      } catch (error) {
        if (!(inDoubt.current && statusOf(error) === 401)) throw error;
      }
    },
    onSuccess: () => {
      // First tell every tab that the account is gone. Otherwise an open editor would keep its text
      // again.
      accountDeleted(user);
      forgetDrafts(user);
    },
    onError: (error) => {
      if (errorMessage(error).passing) inDoubt.current = true;
    },
  });
  const { busy, errors, summary, onSubmit } = useForm({
    fields: ["posts", "password"],
    check: async (values) => (await import("./checks.ts")).checkDeleteAccount(values),
    send: (input) => deletion.mutateAsync(input),
    explain: (error) => {
      if (statusOf(error) === 403) return { password: ["That isn’t your password."] };
      const { passing, title } = errorMessage(error);
      return passing ? `${title}. Your account may or may not have been deleted. Try again to find out.` : undefined;
    },
  });
  return (
    <Dialog title="Delete your account?" onClose={onClose}>
      <form
        noValidate
        className="form dialog-form"
        aria-label="Delete your account"
        onSubmit={onSubmit}
      >
        <p>
          You’ll be signed out everywhere, and your drafts will be deleted, including those on this device. Your e-mail address can be used for a new account. This can’t be undone.
        </p>
        <Choice
          label="Your published posts"
          name="posts"
          options={posts}
          errors={errors["posts"]}
        />
        <Field
          label="Your password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          errors={errors["password"]}
        />
        <div role="alert">
          {summary !== undefined && <p className="notice notice-danger">{summary}</p>}
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>Keep account</Button>
          <Button type="submit" look="danger" aria-disabled={busy}>
            {busy ? "Deleting…" : "Delete for good"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
