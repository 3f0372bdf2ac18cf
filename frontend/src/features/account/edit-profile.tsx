import { ProblemError, type User } from "@connectly/common";

import { Field } from "../../ui/field.tsx";
import { TextBox } from "../../ui/text-box.tsx";
import { SectionForm } from "./section-form.tsx";
import { useForm } from "./use-form.ts";
import { useUpdateMe } from "./use-update-me.ts";

interface EditProfileProps {
  readonly user: User;
  readonly labelledBy: string;
}

/** Changes what readers see of a user, apart from the picture. */
export function EditProfile({ user, labelledBy }: EditProfileProps) {
  const update = useUpdateMe();
  const { errors, ...form } = useForm({
    fields: ["name", "handle", "bio", "links"],
    check: async (values) => (await import("./checks.ts")).checkUpdateMe(values),
    send: (input) => update.mutateAsync(input),
    done: "Your profile has been saved.",
    explain: (error) =>
      error instanceof ProblemError && error.status === 409
        ? { handle: ["Someone else has this handle, or had it once. Choose another one."] }
        : undefined,
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
      <Field
        label="Handle"
        name="handle"
        required
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        hint={`Your page is at /@${user.handle}. If you choose another handle, this address keeps leading to you, and nobody else gets it.`}
        defaultValue={user.handle}
        errors={errors["handle"]}
      />
      <TextBox
        label="Bio"
        name="bio"
        rows={3}
        dir="auto"
        hint="A sentence or two about you, of at most 300 characters."
        defaultValue={user.bio ?? ""}
        errors={errors["bio"]}
      />
      <TextBox
        label="Links"
        name="links"
        rows={3}
        inputMode="url"
        autoCapitalize="off"
        spellCheck={false}
        hint="Up to 5 addresses of other pages, each on a line of its own and beginning with https://."
        defaultValue={user.links.join("\n")}
        errors={errors["links"]}
      />
    </SectionForm>
  );
}
