import { ConnectionError, ProblemError } from "@connectly/common";

/** What went wrong, said to a person. */
export interface ErrorMessage {
  readonly title: string;
  readonly text: string;
  /** Whether the same again may work. */
  readonly passing: boolean;
  /** The seconds after which the server asks to be asked again. */
  readonly retryAfter: number | undefined;
}

/** The HTTP status with which the server said no, if it did. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ProblemError ? error.status : undefined;
}

/** Whether a part of the app could not be loaded, in the words of each browser and of Vite. */
export function isLoadFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|importing a module script failed|unable to preload css/i.test(
      error.message,
    )
  );
}

/** What to say of a call that failed. */
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

/** "in 5 seconds", or less exactly when nobody said. */
export function inSeconds(seconds: number | undefined): string {
  if (seconds === undefined || seconds <= 0) return "in a moment";
  if (seconds === 1) return "in a second";
  if (seconds < 120) return `in ${seconds} seconds`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}

/** A problem's detail begins with a small letter, or with a field's name, and has no full stop. */
export function sentence(text: string): string {
  const words = text.replace(/^[a-z]+(?:[A-Z][a-z]+)+/, (name) =>
    name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  );
  const capital = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
