import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { tryAgain } from "./try-again.ts";

let page: EventTarget & { visibilityState?: string };
let device: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  device = new EventTarget();
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", device);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function become(visibilityState: "visible" | "hidden"): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event("visibilitychange"));
}

test("it tries again after the pause, once", () => {
  const call = vi.fn();
  tryAgain(5_000, call);
  vi.advanceTimersByTime(4_999);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  become("visible");
  device.dispatchEvent(new Event("online"));
  expect(call.mock.calls).toEqual([["time"]]);
});

test("a page that nobody looked at when it was time tries again when somebody does", () => {
  const call = vi.fn();
  tryAgain(5_000, call);
  become("hidden");
  vi.advanceTimersByTime(60_000);
  expect(call).not.toHaveBeenCalled();
  become("visible");
  expect(call.mock.calls).toEqual([["time"]]);
});

test("to look away and back is no reason to try before it is time", () => {
  const call = vi.fn();
  tryAgain(5_000, call);
  become("hidden");
  become("visible");
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(call).toHaveBeenCalledOnce();
});

test("a network that is back is a reason to try at once", () => {
  const call = vi.fn();
  tryAgain(5_000, call);
  device.dispatchEvent(new Event("online"));
  expect(call.mock.calls).toEqual([["network"]]);
});

test("what was called off does nothing", () => {
  const call = vi.fn();
  tryAgain(5_000, call)();
  vi.advanceTimersByTime(60_000);
  become("visible");
  device.dispatchEvent(new Event("online"));
  expect(call).not.toHaveBeenCalled();
});
