import { expect, test } from "vitest";

import { channelLocks } from "./channel-locks.ts";

// Each stands for a tab of its own: what they know of each other comes through the channel.
const tabs = () => [channelLocks(), channelLocks()] as const;

test("what one tab has, another does not get before it is given back", async () => {
  const [one, other] = tabs();
  const free = await one("place");
  expect(free).not.toBeNull();
  expect(await other("place")).toBeNull();
  expect(await one("place")).toBeNull();
  expect(await other("another place")).not.toBeNull();
  free?.();
  expect(await other("place")).not.toBeNull();
});

test("of two that ask at once, one gets it", async () => {
  const [one, other] = tabs();
  const given = await Promise.all([one("at once"), other("at once")]);
  expect(given.filter((free) => free !== null)).toHaveLength(1);
});
