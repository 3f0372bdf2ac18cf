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
  // Null removes the name. If it were left out, the name would stay.
  return check(updateMeSchema, isEmpty(form["name"]) ? { name: null } : form);
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
