import type { Picture } from "@connectly/common";

import { pictureFault } from "../../shared/pictures/fault.ts";
import { sendPicture } from "../../shared/pictures/send.ts";

/** A picture on its way into a text. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  /** Where it is shown meanwhile. */
  readonly slot: HTMLElement | undefined;
  readonly state:
    | { readonly name: "waiting" }
    /** The part that was sent, from 0 to 1. */
    | { readonly name: "sending"; readonly part: number }
    | { readonly name: "failed"; readonly words: string; readonly isPassing: boolean }
    /** It is in the text, and its description is asked for. */
    | { readonly name: "there"; readonly url: string };
}

type Send = typeof sendPicture;

/** The pictures on their way, sent one after the other. */
export class Uploads {
  #list: readonly Upload[] = [];
  #last = 0;
  #isRunning = false;
  #stop: AbortController | undefined;
  #whenSent: ((id: number, picture: Picture) => void) | undefined;
  readonly #send: Send;
  readonly #listeners = new Set<() => void>();

  constructor(send: Send = sendPicture) {
    this.#send = send;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly list = (): readonly Upload[] => this.#list;

  /** Sets the callback for a picture that the server has. */
  tell(whenSent: (id: number, picture: Picture) => void): void {
    this.#whenSent = whenSent;
  }

  /** Whether a picture isn't on the server yet, may get there, and would be lost with this page. */
  get wouldLose(): boolean {
    return this.#list.some(({ state }) => {
      if (state.name === "failed") return state.isPassing;
      return state.name !== "there";
    });
  }

  /** Begins to upload a picture; its id. */
  add(file: File, slot?: HTMLElement): number {
    this.#last += 1;
    this.#change([...this.#list, { id: this.#last, file, slot, state: { name: "waiting" } }]);
    void this.#run();
    return this.#last;
  }

  retry(id: number): void {
    this.#set(id, { name: "waiting" });
    void this.#run();
  }

  /** Tries again what failed for want of a connection. */
  readonly retryAll = (): void => {
    for (const { id, state } of this.#list) {
      if (state.name === "failed" && state.isPassing) this.retry(id);
    }
  };

  /** Cancels an upload, or closes one that is done. */
  remove(id: number): void {
    const upload = this.#list.find((upload) => upload.id === id);
    this.#change(this.#list.filter((upload) => upload.id !== id));
    if (upload?.state.name === "sending") this.#stop?.abort();
  }

  /** Cancels all. */
  stop(): void {
    this.#change([]);
    this.#stop?.abort();
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let next = this.#next(); next; next = this.#next()) await this.#upload(next);
    this.#isRunning = false;
  }

  #next(): Upload | undefined {
    return this.#list.find(({ state }) => state.name === "waiting");
  }

  async #upload({ id, file }: Upload): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    this.#set(id, { name: "sending", part: 0 });
    const onProgress = (part: number) => this.#set(id, { name: "sending", part });
    try {
      const picture = await this.#send(file, { onProgress, signal: stop.signal });
      if (stop.signal.aborted) return;
      this.#set(id, { name: "there", url: picture.url });
      this.#whenSent?.(id, picture);
    } catch (error) {
      if (!stop.signal.aborted) this.#set(id, { name: "failed", ...pictureFault(error) });
    }
  }

  #set(id: number, state: Upload["state"]): void {
    this.#change(this.#list.map((upload) => (upload.id === id ? { ...upload, state } : upload)));
  }

  #change(list: readonly Upload[]): void {
    this.#list = list;
    for (const listener of this.#listeners) listener();
  }
}
