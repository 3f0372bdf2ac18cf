import { ConnectionError, ProblemError } from "@connectly/common";

/** What went wrong, in words for the reader. */
export interface ErrorMessage {
  readonly title: string;
  readonly text: string;
  /** Whether trying again may help. */
  readonly passing: boolean;
  /** The seconds to wait, if the server has said so. */
  readonly retryAfter: number | undefined;
}

/** The HTTP status of the server's refusal, if it was one. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ProblemError ? error.status : undefined;
}

/** Whether a part of the app couldn't be loaded, according to the messages of browsers and Vite. */
export function isLoadFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|importing a module script failed|unable to preload css/i.test(
      error.message,
    )
  );
}

/** What to say about a call that failed. */
export function errorMessage(error: unknown): ErrorMessage {
  if (error instanceof ConnectionError || isLoadFailure(error)) {
    return {
      title: "Connectly can’t be reached",
      text: "Either you’re offline or the server isn’t responding. Nothing is lost.",
      passing: true,
      retryAfter: undefined,
    };
  }
  if (!(error instanceof ProblemError)) {
    return {
      title: "Something went wrong on this page",
      text: "It’s a bug, not something you did. Reloading the page may help.",
      passing: true,
      retryAfter: undefined,
    };
  }
  const { status, retryAfter, problem } = error;
  if (status === 429) {
    return {
      title: "Too many requests",
      text: `You’ve reached a limit. Please try again ${inSeconds(retryAfter)}.`,
      passing: true,
      retryAfter,
    };
  }
  if (status >= 500) {
    return {
      title: "Connectly is temporarily unavailable",
      text: `The server can’t answer right now. Please try again ${inSeconds(retryAfter)}.`,
      passing: true,
      retryAfter,
    };
  }
  return { title: problem.error, text: sentence(problem.detail), passing: false, retryAfter };
}

/** "in 5 seconds", or "in a moment" if the server gave no time. */
export function inSeconds(seconds: number | undefined): string {
  if (seconds === undefined || seconds <= 0) return "in a moment";
  if (seconds === 1) return "in a second";
  if (seconds < 120) return `in ${seconds} seconds`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}

/**
 * A problem's detail as a sentence. It starts with a small letter or a field's name, and has no
 * full stop.
 */
export function sentence(text: string): string {
  const words = text.replace(/^[a-z]+(?:[A-Z][a-z]+)+/, (name) =>
    name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  );
  const capital = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
