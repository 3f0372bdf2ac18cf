import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Outcome, Parser, type Reply, type Request } from "./parser.ts";

/** A worker as far as the parser sees it; the test says what it does. */
class Stage extends EventTarget {
  readonly got: Request[] = [];
  terminated = false;
  postMessage(request: Request): void {
    this.got.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(data: Reply): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

const tree = { type: "root" as const, children: [] };
const never = () => new AbortController().signal;

let stages: Stage[];
let parser: Parser;

beforeEach(() => {
  vi.useFakeTimers();
  stages = [];
  parser = new Parser(() => {
    const stage = new Stage();
    stages.push(stage);
    return stage;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What became of a text, as soon as something did. */
function watch(promise: Promise<Outcome>): { outcome: string | undefined } {
  const seen: { outcome: string | undefined } = { outcome: undefined };
  void promise.then(({ is }) => (seen.outcome = is));
  return seen;
}

test("texts are parsed one after the other, once the worker is there", async () => {
  const first = parser.parse("a", never());
  const second = parser.parse("b", never());
  expect(stages).toHaveLength(1);
  const [stage] = stages;
  expect(stage?.got).toEqual([]);
  stage?.say({ is: "ready" });
  expect(stage?.got).toEqual(["a"]);
  stage?.say({ is: "parsed", tree });
  expect(await first).toEqual({ is: "parsed", tree });
  expect(stage?.got).toEqual(["a", "b"]);
  stage?.say({ is: "parsed", tree: undefined });
  expect(await second).toEqual({ is: "tangled" });
});

test("a text that does not come to an end is given up, and the next one gets a new worker", async () => {
  const endless = watch(parser.parse("endless", never()));
  const next = parser.parse("next", never());
  stages[0]?.say({ is: "ready" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(endless.outcome).toBe("tangled");
  expect(stages[0]?.terminated).toBe(true);
  expect(stages).toHaveLength(2);
  stages[0]?.say({ is: "parsed", tree });
  stages[1]?.say({ is: "ready" });
  expect(stages[1]?.got).toEqual(["next"]);
  stages[1]?.say({ is: "parsed", tree });
  expect(await next).toEqual({ is: "parsed", tree });
});

test("a slow network is no reason to give a text up", async () => {
  const seen = watch(parser.parse("a", never()));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen.outcome).toBeUndefined();
  stages[0]?.say({ is: "ready" });
  stages[0]?.say({ is: "parsed", tree });
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.outcome).toBe("parsed");
});

test("what nobody waits for any more is not begun", () => {
  const stop = new AbortController();
  void parser.parse("a", never());
  void parser.parse("b", stop.signal);
  void parser.parse("c", never());
  stop.abort();
  stages[0]?.say({ is: "ready" });
  stages[0]?.say({ is: "parsed", tree });
  expect(stages[0]?.got).toEqual(["a", "c"]);
});

test("a worker that cannot be loaded leaves nobody waiting, and is tried again", async () => {
  const first = parser.parse("a", never());
  const second = parser.parse("b", never());
  stages[0]?.dispatchEvent(new Event("error"));
  expect(await Promise.all([first, second])).toEqual([
    { is: "unavailable" },
    { is: "unavailable" },
  ]);
  void parser.parse("c", never());
  stages[1]?.say({ is: "ready" });
  expect(stages[1]?.got).toEqual(["c"]);
});

test("all that a text may need is loaded before a text comes, for whoever wants that", async () => {
  const equipped = vi.fn();
  void parser.equip().then(equipped);
  stages[0]?.say({ is: "ready" });
  expect(stages[0]?.got).toEqual([{ load: "names" }]);
  await vi.advanceTimersByTimeAsync(0);
  expect(equipped).not.toHaveBeenCalled();
  stages[0]?.say({ is: "loaded" });
  await vi.advanceTimersByTimeAsync(0);
  expect(equipped).toHaveBeenCalledOnce();
  void parser.equip();
  expect(stages).toHaveLength(1);
  expect(stages[0]?.got).toHaveLength(2);
});

test("nobody waits for what cannot be loaded", async () => {
  const equipped = parser.equip();
  stages[0]?.dispatchEvent(new Event("error"));
  await expect(equipped).resolves.toBeUndefined();
});

test("a browser without workers is told so", async () => {
  const none = new Parser(() => {
    throw new Error("no workers here");
  });
  expect(await none.parse("a", never())).toEqual({ is: "unavailable" });
  await expect(none.equip()).resolves.toBeUndefined();
});
