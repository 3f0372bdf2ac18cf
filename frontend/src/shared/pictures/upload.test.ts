import { ConnectionError, ProblemError } from "@connectly/common";
import { expect, test } from "vitest";

import { errorMessage } from "../../lib/errors.ts";
import { refusal } from "./upload.ts";

test("the server's words are kept", () => {
  const problem = {
    type: "about:blank",
    title: "Conflict",
    status: 409,
    error: "No room left",
    detail: "your pictures take up 199.9 of 200.0 MB; delete some of them",
  };
  const message = errorMessage(refusal(409, problem, null));
  expect(message.title).toBe("No room left");
  expect(message.text).toBe("Your pictures take up 199.9 of 200.0 MB; delete some of them.");
});

test("a proxy that takes no large body is understood", () => {
  const message = errorMessage(refusal(413, undefined, null));
  expect(message.title).toBe("Picture too large");
  expect(message.passing).toBe(false);
});

test("what passes can be tried again", () => {
  const error = refusal(503, undefined, "5");
  expect(error).toBeInstanceOf(ProblemError);
  expect(errorMessage(error)).toMatchObject({ passing: true, retryAfter: 5 });
});

test("an answer from somewhere else is none", () => {
  expect(refusal(200, undefined, null)).toBeInstanceOf(ConnectionError);
});
