import { ConnectionError, ProblemError } from "@connectly/common";

import { errorMessage, sentence } from "../../lib/errors.ts";

/** Why a picture wasn't uploaded. */
export interface PictureFault {
  readonly words: string;
  /** Whether trying again may help. */
  readonly isPassing: boolean;
}

/** The largest file that the server takes, in bytes. */
export const LARGEST_FILE = 10 * 1024 * 1024;

/** The file is too large even after it was made smaller. */
export class PictureTooLarge extends Error {
  override readonly name = "PictureTooLarge";
}

const TOO_LARGE = "This picture is larger than 10 MB. Make it smaller, then add it again.";

/** What to say about a picture that wasn't uploaded. */
export function pictureFault(error: unknown): PictureFault {
  if (error instanceof PictureTooLarge) return { words: TOO_LARGE, isPassing: false };
  if (error instanceof ConnectionError) {
    return {
      words: "Not uploaded yet, because there’s no connection. The upload continues when you’re back online.",
      isPassing: true,
    };
  }
  if (error instanceof ProblemError) {
    switch (error.status) {
      case 401:
        return { words: "You’re signed out. Sign in in another tab, then try again.", isPassing: true };
      case 409:
        return {
          words: "There’s no room left for your pictures. Those that no post uses are deleted after a week.",
          isPassing: false,
        };
      case 413:
        return { words: TOO_LARGE, isPassing: false };
      case 415:
        return {
          words: "This file isn’t a picture that can be shown. Use JPEG, PNG, WebP, AVIF or GIF.",
          isPassing: false,
        };
      case 422:
        return { words: sentence(error.problem.detail), isPassing: false };
    }
  }
  const { title, text, passing } = errorMessage(error);
  return { words: passing ? `${title}. ${text}` : text, isPassing: passing };
}
