import { ConnectionError, ProblemError } from "./errors.js";
import type { Problem } from "./generated/types.js";
import { wellFormed } from "./text.js";

/**
 * A token, or a function that returns one for each request. Without one, requests have no token.
 */
export type Token =
  | string
  | (() => string | null | undefined | Promise<string | null | undefined>);

/** How a client reaches its server. */
export interface ClientOptions {
  /** Where the API is, such as `https://blog.example.org`. By default the page's own origin. */
  readonly baseUrl?: string | undefined;
  /** The `jwt` from signing up or in. It is sent only with operations that can use it. */
  readonly token?: Token | undefined;
  /** Used instead of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call; `AbortSignal.timeout(ms)` gives it a deadline. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer with its `ETag`, for `ifMatch` and `ifNoneMatch`. */
export type Tagged<Answer> = Answer & {
  /** The post's `ETag`, as the server made it. */
  readonly etag: string;
};

/** An answer that is a file. */
export interface Download {
  readonly blob: Blob;
  /** The `cursor` of the next part; null in the last one. */
  readonly nextCursor: string | null;
}

/** One request, as the generated methods describe it. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly query?: object;
  readonly body?: object;
  /** Sent as it is, under its own type. */
  readonly file?: Blob;
  /** Whether the operation can use a token. */
  readonly authorized: boolean;
  /** Whether the answer has an `ETag`. */
  readonly tagged?: true;
  readonly options: CallOptions & {
    readonly ifMatch?: string | undefined;
    readonly ifNoneMatch?: string | undefined;
  };
}

/** Sends a request and returns its answer, or throws its error. */
export class Transport {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * The body of a successful answer. Null if the client already has the newest version.
   *
   * It has no type here. The document says what each operation answers with, and the server's tests
   * check every answer against it.
   */
  async call(call: Call): Promise<any> {
    const response = await this.#fetch(call);
    if (response.status === 304 && call.options.ifNoneMatch !== undefined) return null;
    if (response.status >= 400) throw await problemError(response);
    if (response.status === 204) return undefined;
    if (response.ok && response.headers.get("content-type") === "application/zip") {
      return await download(response, call.options.signal);
    }
    const answer = await json(response, call.options.signal);
    if (!response.ok || !isObject(answer)) {
      throw new ConnectionError(`the answer isn't from Connectly's API (status ${response.status})`);
    }
    return call.tagged ? { ...answer, etag: strongTag(response.headers.get("etag") ?? "") } : answer;
  }

  async #fetch(call: Call): Promise<Response> {
    const { baseUrl = "", fetch = globalThis.fetch } = this.#options;
    const { method, options } = call;
    const url = baseUrl.replace(/\/+$/, "") + call.path + queryString(call.query);
    const init: RequestInit = { method, headers: await this.#headers(call) };
    if (call.body !== undefined) init.body = JSON.stringify(call.body, whole);
    if (call.file !== undefined) init.body = call.file;
    if (options.signal) init.signal = options.signal;
    try {
      return await fetch(url, init);
    } catch (cause) {
      if (options.signal?.aborted) throw cause;
      throw new ConnectionError("the server cannot be reached", { cause });
    }
  }

  async #headers({ body, file, authorized, options }: Call): Promise<Record<string, string>> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (file !== undefined) headers["Content-Type"] = file.type;
    if (options.ifMatch !== undefined) headers["If-Match"] = strongTag(options.ifMatch);
    if (options.ifNoneMatch !== undefined) {
      headers["If-None-Match"] = strongTag(options.ifNoneMatch);
    }
    if (authorized) {
      const { token } = this.#options;
      const jwt = typeof token === "function" ? await token() : token;
      if (jwt) headers["Authorization"] = `Bearer ${jwt}`;
    }
    return headers;
  }
}

/**
 * Restores the server's entity tags, in a single tag or a list. A proxy that compresses makes them
 * weak (`W/"7"`) or appends the encoding (`"7-gzip"`). The client does this on its own. Use it for
 * tags that you have kept elsewhere.
 */
export function strongTag(tags: string): string {
  return tags.replace(/(?:\bW\/)?"(\d+)(?:[-;:_.+]+[a-z][a-z\d]*)*"/gi, '"$1"');
}

/** For `JSON.stringify`: makes every text well-formed. */
function whole(_: string, value: unknown): unknown {
  return typeof value === "string" ? wellFormed(value) : value;
}

/** Any text as a part of a path. */
export function segment(text: string): string {
  // Half a character can't be encoded.
  return encodeURIComponent(wellFormed(text));
}

function queryString(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}

async function download(response: Response, signal: AbortSignal | undefined): Promise<Download> {
  const next = /[?&]cursor=([\w-]+)>; rel="next"/.exec(response.headers.get("link") ?? "");
  return { blob: await read(() => response.blob(), signal), nextCursor: next?.[1] ?? null };
}

async function json(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  return read(() => response.json(), signal);
}

async function read<Body>(
  body: () => Promise<Body>,
  signal: AbortSignal | undefined,
): Promise<Body> {
  try {
    return await body();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ConnectionError("the answer broke off, or is not JSON", { cause });
  }
}

async function problemError(response: Response): Promise<ProblemError> {
  // If the body can't be read, the status says enough.
  const body: unknown = await response.json().catch(() => undefined);
  const problem = isProblem(body) ? body : problemOf(response);
  return new ProblemError(problem, retryAfter(response.headers.get("retry-after")));
}

function isProblem(body: unknown): body is Problem {
  return (
    isObject(body) &&
    typeof body["status"] === "number" &&
    typeof body["error"] === "string" &&
    typeof body["detail"] === "string"
  );
}

/**
 * For an answer without a problem document, such as a proxy's, or one from a path outside the API.
 */
function problemOf({ status, statusText }: Response): Problem {
  const title = statusText || `Status ${status}`;
  const detail = `the server answered ${status} without details`;
  return { type: "about:blank", title, status, detail, error: title };
}

/** Reads `Retry-After` as seconds, whether it has seconds or a date (RFC 9110, section 10.2.3). */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - Date.now()) / 1000));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
