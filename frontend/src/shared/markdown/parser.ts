import type { Root } from "mdast";

/** What the worker is asked: to parse a text, or to load what it else loads with a text. */
export type Request = string | { readonly load: "names" };

/** What the worker says. */
export type Reply =
  /** It has loaded, and waits for a text. */
  | { readonly is: "ready" }
  /** The names of characters are there, or could not be had. */
  | { readonly is: "loaded" }
  /** A text's structure, or nothing when it is nested too deeply. */
  | { readonly is: "parsed"; readonly tree: Root | undefined };

/** What is used of a worker. */
export type Port = Pick<Worker, "addEventListener" | "postMessage" | "terminate">;

/** What became of a text: its structure, or why there is none. */
export type Outcome =
  | { readonly is: "parsed"; readonly tree: Root }
  /** It would take too long, or is nested too deeply. */
  | { readonly is: "tangled" }
  /** The parser could not be loaded. */
  | { readonly is: "unavailable" };

interface Job {
  readonly markdown: string;
  readonly done: (outcome: Outcome) => void;
}

/** The longest honest text takes a second on a slow telephone. */
const deadline = 4_000;

/**
 * Parses texts beside the page, one after the other. One that takes too long is given up together
 * with its worker; the time to load the worker does not count.
 */
export class Parser {
  readonly #start: () => Port;
  readonly #waiting: Job[] = [];
  #port: Port | undefined;
  #ready = false;
  #job: Job | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #equipping: (() => void)[] = [];

  constructor(start: () => Port) {
    this.#start = start;
  }

  /** Loads the worker, so that it is there when the first text comes. */
  prepare(): void {
    if (this.#port) return;
    let port: Port;
    try {
      port = this.#start();
    } catch {
      this.#fail();
      return;
    }
    this.#port = port;
    port.addEventListener("message", (event) => {
      if (this.#port === port) this.#hear((event as MessageEvent<Reply>).data);
    });
    port.addEventListener("error", () => {
      if (this.#port === port) this.#fail();
    });
  }

  /**
   * Loads all that any text may need, so that a text can be shown without a network. Resolves when it
   * is there, and also when it cannot be had.
   */
  equip(): Promise<void> {
    return new Promise((done) => {
      this.#equipping.push(done);
      this.prepare();
      if (this.#ready) this.#port?.postMessage({ load: "names" } satisfies Request);
    });
  }

  /** Parses a text; once the signal is aborted nobody wants to know. */
  parse(markdown: string, signal: AbortSignal): Promise<Outcome> {
    return new Promise((done) => {
      const job = { markdown, done };
      this.#waiting.push(job);
      signal.addEventListener("abort", () => {
        const index = this.#waiting.indexOf(job);
        if (index >= 0) this.#waiting.splice(index, 1);
      });
      this.prepare();
      this.#next();
    });
  }

  #next(): void {
    if (!this.#port || !this.#ready || this.#job) return;
    this.#job = this.#waiting.shift();
    if (!this.#job) return;
    this.#timer = setTimeout(() => {
      this.#stop();
      this.#end({ is: "tangled" });
    }, deadline);
    this.#port.postMessage(this.#job.markdown);
  }

  #hear(reply: Reply): void {
    if (reply.is === "ready") {
      this.#ready = true;
      if (this.#equipping.length > 0)
        this.#port?.postMessage({ load: "names" } satisfies Request);
      this.#next();
    } else if (reply.is === "loaded") {
      this.#equipped();
    } else {
      this.#end(reply.tree ? { is: "parsed", tree: reply.tree } : { is: "tangled" });
    }
  }

  /** Not loaded, or broken: ends all waits. The next text tries again. */
  #fail(): void {
    this.#stop();
    for (const { done } of this.#waiting.splice(0)) done({ is: "unavailable" });
    this.#end({ is: "unavailable" });
  }

  #stop(): void {
    this.#port?.terminate();
    this.#port = undefined;
    this.#ready = false;
    this.#equipped();
  }

  #equipped(): void {
    for (const done of this.#equipping.splice(0)) done();
  }

  #end(outcome: Outcome): void {
    clearTimeout(this.#timer);
    const job = this.#job;
    this.#job = undefined;
    job?.done(outcome);
    if (this.#waiting.length > 0) {
      this.prepare();
      this.#next();
    }
  }
}

/** The page's parser. */
export const parser = new Parser(
  () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "markdown" }),
);
