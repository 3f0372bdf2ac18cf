import type { UpdateMe, User } from "@connectly/common";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../../lib/api.ts";
import { fetchAnew } from "../../lib/fetch-anew.ts";
import { Field } from "../../ui/field.tsx";
import { meQuery } from "./queries.ts";
import { SectionForm } from "./section-form.tsx";
import { sessionBegan } from "../../shared/session/session.ts";
import { useForm } from "./use-form.ts";

interface ChangeNameProps {
  readonly user: User;
  readonly labelledBy: string;
}

/** Changes the name that readers see. */
export function ChangeName({ user, labelledBy }: ChangeNameProps) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (input: UpdateMe) => api.updateMe(input),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      sessionBegan(me.user);
      // It is shown with every post.
      void fetchAnew(client, ["posts"]);
      void fetchAnew(client, ["post"]);
    },
  });
  const { errors, ...form } = useForm({
    fields: ["name"],
    check: async (values) => (await import("./checks.ts")).checkUpdateMe(values),
    send: (input) => change.mutateAsync(input),
    done: "Your name has been saved.",
  });
  return (
    <SectionForm labelledBy={labelledBy} action="Save" {...form}>
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        hint="Shown next to your posts."
        dir="auto"
        defaultValue={user.name ?? ""}
        errors={errors["name"]}
      />
    </SectionForm>
  );
}
