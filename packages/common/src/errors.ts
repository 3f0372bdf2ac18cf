import type { FieldError, Problem } from "./generated/types.js";

/** The server refused the request. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** The HTTP status. */
  readonly status: number;
  /**
   * The server's problem document. If something in front of the server answered instead, a problem
   * with nothing but the status.
   */
  readonly problem: Problem;
  /** For invalid input, the error of each field. */
  readonly fields: readonly FieldError[];
  /** The seconds to wait before trying again, if the answer says so. */
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

/** There was no readable answer: no network, no server, or something that isn't Connectly's API. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}
