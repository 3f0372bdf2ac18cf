import { ConnectionError, type Picture, type Problem, ProblemError } from "@connectly/common";

import type { PreparedPicture } from "./prepare.ts";

/** How an upload is watched and stopped. */
export interface UploadOptions {
  /** Called with the part that was sent, from 0 to 1. */
  readonly onProgress?: ((part: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Uploads a picture and its narrower files.
 *
 * Rejects with a `ProblemError` or a `ConnectionError`, for which `errorMessage` has words, or with the
 * signal's reason. A narrower file that can't be uploaded is left out: wider ones take its place.
 */
export async function uploadPicture(
  prepared: PreparedPicture,
  { onProgress, signal }: UploadOptions = {},
): Promise<Picture> {
  const sizes = [prepared.file, ...prepared.narrower.map(({ file }) => file)].map(({ size }) => size);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const send = async (method: string, path: string, file: Blob): Promise<unknown> => {
    const report = (sent: number): void => onProgress?.(Math.min(1, (done + sent) / all));
    const answer = await exchange(method, path, file, report, signal);
    done += file.size;
    report(0);
    return answer;
  };
  const answer = await send("POST", "/api/v1/media", prepared.file);
  const { picture } = answer as { picture: Picture };
  for (const { width, file } of prepared.narrower) {
    try {
      await send("PUT", `/api/v1/media/${picture.id}/${width}`, file);
    } catch {
      signal?.throwIfAborted();
    }
  }
  return picture;
}

/** `fetch` can't tell how much was sent. */
function exchange(
  method: string,
  path: string,
  file: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal?.addEventListener("abort", abort);
    request.upload.addEventListener("progress", ({ loaded }) => onSent(loaded));
    request.addEventListener("load", () => {
      const { status, responseText } = request;
      const answer = parsed(responseText);
      if (status >= 200 && status < 300 && answer !== undefined) resolve(answer);
      else reject(refusal(status, answer, request.getResponseHeader("retry-after")));
    });
    request.addEventListener("error", () =>
      reject(new ConnectionError("the picture could not be sent")),
    );
    request.addEventListener("abort", () => reject(signal?.reason as Error));
    request.addEventListener("loadend", () => signal?.removeEventListener("abort", abort));
    request.open(method, path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", file.type);
    request.send(file);
  });
}

/** The error for an answer other than success. */
export function refusal(status: number, answer: unknown, retryAfter: string | null): Error {
  const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  if (isProblem(answer)) return new ProblemError(answer, seconds);
  // A proxy's own words are for nobody.
  if (status === 413) return new ProblemError(problem(status, "Picture too large", TOO_LARGE), seconds);
  if (status >= 400) {
    return new ProblemError(problem(status, `Status ${status}`, "the picture was not uploaded"), seconds);
  }
  return new ConnectionError(`the answer isn't from Connectly's API (status ${status})`);
}

const TOO_LARGE = "a picture has at most 10 MiB; make it smaller";

function problem(status: number, error: string, detail: string): Problem {
  return { type: "about:blank", title: error, status, detail, error };
}

function isProblem(answer: unknown): answer is Problem {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "status" in answer &&
    "error" in answer &&
    "detail" in answer
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
