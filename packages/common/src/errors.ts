import type { FieldError, Problem } from "./generated/types.js";

/** The server said no. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** The HTTP status. */
  readonly status: number;
  /**
   * What the server said. When something in front of the server answered in its place, a
   * problem that says no more than the status.
   */
  readonly problem: Problem;
  /** For invalid input: each fault. */
  readonly fields: readonly FieldError[];
  /** The seconds after which to try again, when the answer says so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
    this.fields = problem.fields ?? [];
    this.retryAfter = retryAfter;
  }

  /** The messages by field, in the form of zod's `flattenError(…).fieldErrors`. */
  get fieldErrors(): Record<string, string[]> {
    const messages: Record<string, string[]> = {};
    for (const { field, message } of this.fields) (messages[field] ??= []).push(message);
    return messages;
  }
}

/** There was no answer, or none that can be read: no network, no server, or not this one. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}
