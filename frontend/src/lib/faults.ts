import { ConnectionError, ProblemError } from "@connectly/common";

/** What went wrong, said to a person. */
export interface Fault {
  readonly title: string;
  readonly text: string;
  /** Whether the same again may work. */
  readonly passing: boolean;
  /** The seconds after which the server asks to be asked again. */
  readonly retryAfter: number | undefined;
}

/** What to say of a call that failed. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ConnectionError) {
    return {
      title: "Connectly cannot be reached",
      text: "Either this device is offline or the server does not answer. Nothing is lost.",
      passing: true,
      retryAfter: undefined,
    };
  }
  if (!(error instanceof ProblemError)) {
    return {
      title: "Something went wrong here",
      text: "This is a fault of the page, not of yours. Reloading it may help.",
      passing: true,
      retryAfter: undefined,
    };
  }
  const { status, retryAfter, problem } = error;
  if (status === 429) {
    return {
      title: "That was a little too often",
      text: `The server asks for a pause. Please try again ${inSeconds(retryAfter)}.`,
      passing: true,
      retryAfter,
    };
  }
  if (status >= 500) {
    return {
      title: "Connectly is having a short break",
      text: `The server cannot answer at the moment. Please try again ${inSeconds(retryAfter)}.`,
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

/** A problem's detail begins with a small letter and has no full stop. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
