import type { ChangePassword as Input } from "@connectly/common";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { api } from "../../lib/api.ts";
import { errorMessage, statusOf } from "../../lib/errors.ts";
import { fetchAnew } from "../../lib/fetch-anew.ts";
import { Field } from "../../ui/field.tsx";
import { sessionsQuery } from "./queries.ts";
import { SectionForm } from "./section-form.tsx";
import { useForm } from "./use-form.ts";

const wrong = "That isn’t your password.";
const perhapsChanged =
  "That isn’t your password. Your last attempt may have changed it, although no answer came back.";

interface ChangePasswordProps {
  readonly email: string;
  readonly labelledBy: string;
}

/** Changes the password. */
export function ChangePassword({ email, labelledBy }: ChangePasswordProps) {
  const client = useQueryClient();
  // A try without an answer may have succeeded. Then the current password is the new one.
  const inDoubt = useRef(false);
  const change = useMutation({
    mutationFn: (input: Input) => api.changePassword(input),
    onSuccess: () => {
      inDoubt.current = false;
      void fetchAnew(client, sessionsQuery.queryKey);
    },
    onError: (error) => {
      if (errorMessage(error).passing) inDoubt.current = true;
    },
  });
  const { errors, ...form } = useForm({
    fields: ["currentPassword", "newPassword"],
    check: async (values) => (await import("./checks.ts")).checkChangePassword(values),
    send: (input) => change.mutateAsync(input),
    done: "Your password has been changed, and you’re signed out everywhere else.",
    explain: (error) =>
      statusOf(error) === 403
        ? { currentPassword: [inDoubt.current ? perhapsChanged : wrong] }
        : undefined,
  });
  return (
    <SectionForm labelledBy={labelledBy} action="Change password" {...form}>
      <p>You’ll be signed out everywhere else.</p>
      {/* Tells password managers whose password it is. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="Current password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        errors={errors["currentPassword"]}
      />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        required
        errors={errors["newPassword"]}
      />
    </SectionForm>
  );
}
