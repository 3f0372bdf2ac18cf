import { type SignIn, signInSchema, type SignUp, signUpSchema } from "@connectly/common";
import * as z from "zod";

import type { Checked } from "./use-form.ts";

// A file of its own, so that zod comes when a form is used and not with the first page.

export function checkSignIn(form: unknown): Checked<SignIn> {
  const result = signInSchema.safeParse(form);
  if (result.success) return { ok: true, input: result.data };
  return { ok: false, errors: z.flattenError(result.error).fieldErrors };
}

export function checkSignUp(form: Record<string, unknown>): Checked<SignUp> {
  // An empty name is none.
  const { name, ...rest } = form;
  const given = typeof name === "string" && name.trim() !== "" ? { ...rest, name } : rest;
  const result = signUpSchema.safeParse(given);
  if (result.success) return { ok: true, input: result.data };
  return { ok: false, errors: z.flattenError(result.error).fieldErrors };
}
