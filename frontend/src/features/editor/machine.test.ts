import { describe, expect, test } from "vitest";

import { begin, type Editing, type Effect, type Event, isDirty, pause, step } from "./machine.ts";
import { statusOf } from "./status.ts";
import type { Saved, Text } from "./text.ts";

const draft: Saved = { id: "p", etag: '"1"', title: "Title", content: "one", published: false };
const post: Saved = { ...draft, published: true };

/** An editor to which things happen. */
class Run {
  effects: readonly Effect[] = [];

  constructor(public state: Editing = begin(null)) {}

  on(...events: Event[]): this {
    for (const event of events) [this.state, this.effects] = step(this.state, event);
    return this;
  }

  type(content: string, title = "Title"): this {
    return this.on({ type: "typed", text: { title, content } });
  }

  /** What the server was asked last. */
  get asked(): Effect | undefined {
    return this.effects.findLast(
      ({ do: what }) => !["wait", "stop-waiting", "tell-published"].includes(what),
    );
  }

  get waits(): number | undefined {
    return this.effects.find((effect) => effect.do === "wait")?.ms;
  }

  get words(): string {
    return statusOf(this.state, true).words;
  }
}

const time: Event = { type: "time" };
const unreachable: Event = { type: "failed", failure: { kind: "unreachable" } };
const stale: Event = { type: "failed", failure: { kind: "stale" } };
const text = (content: string, title = "Title"): Text => ({ title, content });

describe("a new post", () => {
  test("is created as a draft when the writer pauses, and saved from then on", () => {
    const run = new Run().type("o").type("on").type("one");
    expect(run.waits).toBe(pause);
    run.on(time);
    expect(run.asked).toEqual({ do: "create", text: text("one"), published: false });
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.words).toBe("Saved");
    run.type("one two").on(time);
    expect(run.asked).toEqual({
      do: "update",
      id: "p",
      etag: '"1"',
      text: text("one two"),
      published: false,
    });
  });

  test.each([
    ["without a title", "", "text", "a title is needed"],
    ["with a title of spaces", "  ", "text", "a title is needed"],
    ["without a text", "Title", "", "some text is needed"],
  ])("%s stays on the device, and says what is missing", (_, title, content, words) => {
    const run = new Run().type(content, title);
    expect(run.waits).toBeUndefined();
    expect(run.words).toContain("Kept on this device");
    expect(run.words).toContain(words);
  });

  test("that is too long says so in the server's words", () => {
    expect(new Run().type("a".repeat(100_001)).words).toBe(
      "Could not save: content must have 1 to 100000 characters",
    );
    expect(new Run().type("a", "t".repeat(201)).words).toContain(
      "title must have 1 to 200 characters",
    );
  });

  test("what is typed while it is being saved is saved next", () => {
    const run = new Run().type("one").on(time).type("one two");
    expect(run.effects).toEqual([]);
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.waits).toBe(pause);
    expect(isDirty(run.state)).toBe(true);
  });
});

describe("publishing", () => {
  test("pressed twice, counts once", () => {
    const run = new Run().type("one").on({ type: "publish" });
    expect(run.asked).toEqual({ do: "create", text: text("one"), published: true });
    run.on({ type: "publish" });
    expect(run.effects).toEqual([]);
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
    expect(run.asked).toBeUndefined();
  });

  test("waits for a save that is on its way", () => {
    const run = new Run().type("one").on(time, { type: "publish" });
    expect(run.effects).toEqual([]);
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.asked).toEqual({
      do: "update",
      id: "p",
      etag: '"1"',
      text: text("one"),
      published: true,
    });
    run.on({ type: "updated", etag: '"2"' });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
  });

  test("without a title is refused at the field, and nothing is sent", () => {
    const run = new Run().type("one", "").on({ type: "publish" });
    expect(run.asked).toBeUndefined();
    expect(run.state.phase).toMatchObject({
      name: "refused",
      faults: { title: "title must have 1 to 200 characters" },
    });
    expect(run.type("one").waits).toBe(pause);
  });

  test("is refused while places are marked", () => {
    const run = new Run(begin(draft))
      .type("<<<<<<< Yours\na\n=======\nb\n>>>>>>> From elsewhere")
      .on({ type: "publish" });
    expect(run.asked).toBeUndefined();
    expect(run.words).toContain("still marked");
  });
});

describe("a published post", () => {
  test("is not changed before the writer says so", () => {
    const run = new Run(begin(post)).type("two");
    expect(run.waits).toBeUndefined();
    expect(run.words).toContain("readers see it when you update");
    run.on({ type: "save" });
    expect(run.asked).toBeUndefined();
    run.on({ type: "publish" });
    expect(run.asked).toMatchObject({ do: "update", published: true, text: text("two") });
  });

  test("goes back to the drafts", () => {
    const run = new Run(begin(post)).on({ type: "unpublish" });
    expect(run.asked).toMatchObject({ do: "update", published: false });
    run.on({ type: "updated", etag: '"2"' });
    expect(run.effects).not.toContainEqual({ do: "tell-published", id: "p" });
    expect(run.state.wish).toBeNull();
  });

  test("can be set back to what readers see", () => {
    const run = new Run(begin(post)).type("two").on({ type: "revert" });
    expect(run.state.text).toEqual(text("one"));
    expect(run.words).toBe("Saved");
  });
});

describe("without an answer", () => {
  test("it is tried again, ever more seldom, and at once when the network is back", () => {
    const run = new Run(begin(draft)).type("two").on(time, unreachable);
    expect(run.words).toBe("Kept on this device – offline, will save when back");
    const waits = [run.waits];
    for (let failure = 0; failure < 6; failure += 1) waits.push(run.on(time, unreachable).waits);
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    run.on({ type: "online" });
    expect(run.asked).toMatchObject({ do: "update", text: text("two") });
  });

  test("typing goes on, and does not make it try sooner", () => {
    const run = new Run(begin(draft)).type("two").on(time, unreachable).type("three");
    expect(run.effects).toEqual([]);
    expect(run.on(time).asked).toMatchObject({ do: "update", text: text("three") });
  });

  test("a creation is looked for before it is tried again, and found", () => {
    const run = new Run().type("one").on(time, unreachable).type("one two").on(time);
    expect(run.asked).toEqual({ do: "find", texts: [text("one")] });
    run.on({ type: "found", saved: draft });
    expect(run.state.base).toEqual(draft);
    expect(run.on(time).asked).toMatchObject({ do: "update", text: text("one two") });
  });

  test("a creation that did not arrive is tried again", () => {
    const run = new Run().type("one").on(time, unreachable, time, { type: "found", saved: null });
    expect(run.asked).toEqual({ do: "create", text: text("one"), published: false });
  });

  test("a publication that did arrive is not made twice", () => {
    const run = new Run()
      .type("one")
      .on({ type: "publish" }, unreachable, time, { type: "found", saved: post });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
    expect(run.asked).toBeUndefined();
  });

  test("an update that did arrive is no conflict, whatever was written since", () => {
    const run = new Run(begin(draft))
      .type("two")
      .on(time, unreachable)
      .type("three")
      .on(time, unreachable);
    run.on(time, stale);
    expect(run.asked).toEqual({ do: "read", id: "p" });
    run.on({ type: "read", saved: { ...draft, etag: '"2"', content: "two" } });
    expect(run.state.base?.etag).toBe('"2"');
    expect(run.on(time).asked).toMatchObject({ do: "update", etag: '"2"', text: text("three") });
  });
});

describe("a server that cannot", () => {
  test("is asked again when it says, and what it may have done is looked for", () => {
    const run = new Run()
      .type("one")
      .on(time, { type: "failed", failure: { kind: "busy", retryAfter: 30, mayBeDone: true } });
    expect(run.waits).toBe(30_000);
    expect(run.words).toContain("will try again");
    expect(run.on(time).asked).toMatchObject({ do: "find" });
  });

  test("that wants a pause has done nothing", () => {
    const run = new Run()
      .type("one")
      .on(time, { type: "failed", failure: { kind: "busy", retryAfter: 5, mayBeDone: false } });
    expect(run.on(time).asked).toMatchObject({ do: "create" });
  });

  test("that says no is not asked again before something has changed", () => {
    const refusal: Event = {
      type: "failed",
      failure: { kind: "refused", faults: { content: "content must not be this" } },
    };
    const run = new Run(begin(draft)).type("two").on(time, refusal);
    expect(run.words).toBe("Could not save: content must not be this");
    expect(run.on(time).asked).toBeUndefined();
    expect(run.type("three").waits).toBe(pause);
  });

  test("that knows the session no more leaves the text on the device", () => {
    const run = new Run(begin(draft))
      .type("two")
      .on(time, { type: "failed", failure: { kind: "signed-out" } });
    expect(run.words).toContain("sign in again");
    expect(isDirty(run.state)).toBe(true);
  });
});

describe("a post that was changed elsewhere", () => {
  const theirs: Saved = { ...draft, etag: '"2"', content: "theirs" };
  const conflict = () =>
    new Run(begin(draft)).type("mine").on(time, stale, { type: "read", saved: theirs });

  test("is never overwritten in silence", () => {
    const run = conflict();
    expect(run.words).toBe("Changed elsewhere");
    expect(
      run.type("mine, and more").on(time, { type: "save" }, { type: "publish" }, { type: "online" })
        .asked,
    ).toBeUndefined();
    expect(run.state.text.content).toBe("mine, and more");
  });

  test("can be merged", () => {
    const run = conflict().on({ type: "merge", text: text("both") });
    expect(run.on(time).asked).toMatchObject({ do: "update", etag: '"2"', text: text("both") });
  });

  test("can be kept apart", () => {
    const run = conflict().on({ type: "keep-apart" });
    expect(run.asked).toEqual({ do: "create", text: text("mine"), published: false });
  });

  test("can be taken", () => {
    const run = conflict().on({ type: "take-theirs" });
    expect(run.state.text).toEqual(text("theirs"));
    expect(run.words).toBe("Saved");
  });

  test("in the same way is no conflict", () => {
    const run = new Run(begin(draft))
      .type("theirs")
      .on(time, stale, { type: "read", saved: theirs });
    expect(run.words).toBe("Saved");
  });

  test("is shown as it is now when nothing was written here", () => {
    const run = new Run(begin(draft)).on({ type: "look" }, { type: "read", saved: theirs });
    expect(run.state.text).toEqual(text("theirs"));
  });

  test("only in being published is not changed further by itself", () => {
    const run = new Run(begin(draft))
      .type("mine")
      .on(time, stale, { type: "read", saved: { ...post, etag: '"2"' } });
    expect(run.asked).toBeUndefined();
    expect(run.words).toContain("readers see it when you update");
  });
});

describe("a post that was deleted elsewhere", () => {
  const missing: Event = { type: "failed", failure: { kind: "missing" } };

  test("is kept, and can become a new draft", () => {
    const run = new Run(begin(draft)).type("mine").on(time, missing);
    expect(run.words).toContain("Deleted elsewhere");
    expect(run.on({ type: "keep-apart" }).asked).toMatchObject({
      do: "create",
      text: text("mine"),
    });
  });
});

test("looking whether something has changed troubles nobody when it fails", () => {
  for (const kind of ["unreachable", "busy"] as const) {
    const failure = kind === "busy" ? { kind, retryAfter: 1, mayBeDone: true } : { kind };
    const run = new Run(begin(draft)).on({ type: "look" }, { type: "failed", failure });
    expect(run.words).toBe("Saved");
    expect(run.waits).toBeUndefined();
  }
});

test("the title's outer spaces, which the server drops, are no change", () => {
  expect(new Run(begin(draft)).type("one", "Title ").waits).toBeUndefined();
});
