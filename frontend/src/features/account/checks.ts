import {
  type ChangePassword,
  changePasswordSchema,
  type DeleteAccount,
  deleteAccountSchema,
  type SignIn,
  signInSchema,
  type SignUp,
  signUpSchema,
  type UpdateMe,
  updateMeSchema,
} from "@connectly/common";
import * as z from "zod";

import type { Checked } from "./use-form.ts";

// In a file of its own, so that zod is loaded when a form is used, and not with the first page.

export function checkSignIn(form: unknown): Checked<SignIn> {
  return check(signInSchema, form);
}

export function checkSignUp(form: Record<string, unknown>): Checked<SignUp> {
  // An empty name means no name.
  const { name, ...rest } = form;
  return check(signUpSchema, isEmpty(name) ? rest : form);
}

export function checkUpdateMe(form: Record<string, unknown>): Checked<UpdateMe> {
  const { links, ...rest } = form;
  // Null removes the name or the bio. If it were left out, it would stay.
  for (const field of ["name", "bio"]) if (field in rest && isEmpty(rest[field])) rest[field] = null;
  if (typeof rest["bio"] === "string") rest["bio"] = rest["bio"].replaceAll("\r\n", "\n");
  return check(updateMeSchema, links === undefined ? rest : { ...rest, links: linesOf(links) });
}

/** Each line that isn't empty. */
function linesOf(text: unknown): string[] {
  return (typeof text === "string" ? text : "").split("\n").map((line) => line.trim()).filter(Boolean);
}

export function checkChangePassword(form: Record<string, unknown>): Checked<ChangePassword> {
  const { currentPassword, ...rest } = form;
  return check(changePasswordSchema, currentPassword === "" ? rest : form);
}

export function checkDeleteAccount(form: Record<string, unknown>): Checked<DeleteAccount> {
  const { password, ...rest } = form;
  const checked = check(deleteAccountSchema, password === "" ? rest : form);
  if (checked.ok || !checked.errors["posts"]) return checked;
  return { ok: false, errors: { ...checked.errors, posts: ["Please choose one."] } };
}

function isEmpty(value: unknown): boolean {
  return typeof value !== "string" || value.trim() === "";
}

function check<Input>(schema: z.ZodType<Input>, form: unknown): Checked<Input> {
  const result = schema.safeParse(form);
  if (result.success) return { ok: true, input: result.data };
  return { ok: false, errors: z.flattenError(result.error).fieldErrors };
}
