import { ConnectionError, type Picture, ProblemError } from "@connectly/common";
import { expect, test, vi } from "vitest";

import { Uploads } from "./uploads.ts";

const picture = (url: string): Picture => ({
  id: "01a20e2c-019e-71a5-95f4-c816080e2e9b",
  url,
  width: 2,
  height: 2,
  mediaType: "image/png",
  bytes: 70,
});
const file = (name: string) => new File(["x"], name, { type: "image/png" });
const states = (uploads: Uploads) => uploads.list().map(({ state }) => state.name);

test("pictures are sent one after the other, and one that fails doesn't hold up the others", async () => {
  const sent: string[] = [];
  const uploads = new Uploads(async ({ name }, { onProgress }) => {
    sent.push(name);
    onProgress?.(0.5);
    await Promise.resolve();
    if (name === "bad.png") {
      throw new ProblemError({ type: "about:blank", title: "", status: 415, detail: "", error: "" });
    }
    return picture(`/media/${name}`);
  });
  const told: string[] = [];
  uploads.tell((id, { url }) => told.push(`${id} ${url}`));
  uploads.add(file("one.png"));
  uploads.add(file("bad.png"));
  uploads.add(file("two.png"));
  expect(states(uploads)).toEqual(["sending", "waiting", "waiting"]);
  expect(uploads.wouldLose).toBe(true);
  await vi.waitFor(() => expect(states(uploads)).toEqual(["there", "failed", "there"]));
  expect(sent).toEqual(["one.png", "bad.png", "two.png"]);
  expect(told).toEqual(["1 /media/one.png", "3 /media/two.png"]);
  expect(uploads.list()[1]?.state).toMatchObject({ isPassing: false });
  expect(uploads.wouldLose, "what can't be sent can't be lost").toBe(false);
});

test("what had no connection is sent when there is one", async () => {
  let isOnline = false;
  const uploads = new Uploads(() =>
    isOnline ? Promise.resolve(picture("/media/1")) : Promise.reject(new ConnectionError("offline")),
  );
  uploads.add(file("one.png"));
  await vi.waitFor(() => expect(states(uploads)).toEqual(["failed"]));
  expect(uploads.wouldLose).toBe(true);
  isOnline = true;
  uploads.retryAll();
  await vi.waitFor(() => expect(states(uploads)).toEqual(["there"]));
  expect(uploads.wouldLose).toBe(false);
});

test("a cancelled upload is stopped, and its answer changes nothing", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const uploads = new Uploads((_, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("stopped"))));
  });
  const told = vi.fn();
  uploads.tell(told);
  const id = uploads.add(file("one.png"));
  uploads.add(file("two.png"));
  uploads.remove(id);
  expect(signals[0]?.aborted).toBe(true);
  await vi.waitFor(() => expect(states(uploads)).toEqual(["sending"]));
  uploads.stop();
  expect(signals[1]?.aborted).toBe(true);
  expect(uploads.list()).toEqual([]);
  expect(told).not.toHaveBeenCalled();
});
