import { expect, test } from "vitest";

import { errorMessage, isLoadFailure, sentence } from "./errors.ts";

test.each([
  ["Failed to fetch dynamically imported module: https://a.example/assets/b.js", true],
  ["error loading dynamically imported module: https://a.example/assets/b.js", true],
  ["Importing a module script failed.", true],
  ["Unable to preload CSS for /assets/b.css", true],
  ["x is not a function", false],
])("%j is a part that could not be loaded: %j", (message, is) => {
  expect(isLoadFailure(new TypeError(message))).toBe(is);
  expect(errorMessage(new TypeError(message)).title).toBe(
    is ? "Connectly can’t be reached" : "Something went wrong on this page",
  );
});

test.each([
  ["password must have 8 to 128 characters", "Password must have 8 to 128 characters."],
  ["newPassword must have 8 to 128 characters", "New password must have 8 to 128 characters."],
  ["there is no post currentPassword", "There is no post currentPassword."],
  ["Please choose one.", "Please choose one."],
  ["really?", "Really?"],
])("%j is said as %j", (text, said) => {
  expect(sentence(text)).toBe(said);
});
