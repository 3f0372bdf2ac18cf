import { expect, test } from "vitest";

import { sentence } from "./faults.ts";

test.each([
  ["password must have 8 to 128 characters", "Password must have 8 to 128 characters."],
  ["newPassword must have 8 to 128 characters", "New password must have 8 to 128 characters."],
  ["there is no post currentPassword", "There is no post currentPassword."],
  ["Please choose one of the two.", "Please choose one of the two."],
  ["really?", "Really?"],
])("%j is said as %j", (text, said) => {
  expect(sentence(text)).toBe(said);
});
