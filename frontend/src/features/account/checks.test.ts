import { expect, test } from "vitest";

import {
  checkChangePassword,
  checkDeleteAccount,
  checkSignUp,
  checkUpdateMe,
} from "./checks.ts";

test.each([
  ["a name", "  Ada ", { name: "Ada" }],
  ["none, which takes it away", "", { name: null }],
  ["nothing but space, which is none", " \t ", { name: null }],
])("the name becomes %s", (_, name, input) => {
  expect(checkUpdateMe({ name })).toEqual({ ok: true, input });
});

test("a profile has lines of links, and an empty bio is none", () => {
  const form = { name: "Ada", handle: " Ada ", bio: " ", links: "https://a.example\r\n\r\n https://b.example \r\n" };
  expect(checkUpdateMe(form)).toEqual({
    ok: true,
    input: { name: "Ada", handle: "ada", bio: null, links: ["https://a.example", "https://b.example"] },
  });
  expect(checkUpdateMe({ bio: "One\r\ntwo", links: "" })).toEqual({
    ok: true,
    input: { bio: "One\ntwo", links: [] },
  });
});

test("a name that is too long is said at its field", () => {
  expect(checkUpdateMe({ name: "x".repeat(81) })).toEqual({
    ok: false,
    errors: { name: ["name must have 1 to 80 characters"] },
  });
});

test("without a name one signs up without one", () => {
  const form = { email: "ada@example.com", password: "correct horse", name: " " };
  const { email, password } = form;
  expect(checkSignUp(form)).toEqual({ ok: true, input: { email, password } });
});

test("both passwords are asked for, and the new one has to be long enough", () => {
  const form = { currentPassword: "", newPassword: "short" };
  expect(checkChangePassword(form)).toEqual({
    ok: false,
    errors: {
      currentPassword: ["currentPassword is required"],
      newPassword: ["newPassword must have 8 to 128 characters"],
    },
  });
});

test("a current password may be shorter than a new one has to be", () => {
  const form = { currentPassword: "short", newPassword: " spaces and all " };
  expect(checkChangePassword(form)).toEqual({ ok: true, input: form });
});

test("nobody loses an account without a password and a choice", () => {
  expect(checkDeleteAccount({ password: "" })).toEqual({
    ok: false,
    errors: { password: ["password is required"], posts: ["Please choose one."] },
  });
  const form = { password: "correct horse", posts: "keep" };
  expect(checkDeleteAccount(form)).toEqual({ ok: true, input: form });
});
