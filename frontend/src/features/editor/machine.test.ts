import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  begin,
  type Editing,
  type Effect,
  type Event,
  type Failure,
  type Job,
  isDirty,
  isPublishing,
  pause,
  step,
} from "./machine.ts";
import { fieldFaults, statusOf } from "./status.ts";
import type { Saved, Text } from "../../shared/drafts/text.ts";

const draft: Saved = { id: "p", etag: '"1"', title: "Title", content: "one", published: false };
const post: Saved = { ...draft, published: true, live: null };
/** A published post with changes that readers don't see. */
const changed: Saved = {
  ...post,
  etag: '"2"',
  content: "two",
  live: { title: "Title", content: "one" },
};

/** An editor to which things happen. */
class Run {
  effects: readonly Effect[] = [];
  now = 1_000;

  constructor(public state: Editing = begin(null)) {}

  on(...events: Event[]): this {
    for (const event of events) [this.state, this.effects] = step(this.state, event, this.now);
    return this;
  }

  type(content: string, title = "Title"): this {
    return this.on({ type: "typed", text: { title, content } });
  }

  /** What the server was asked last. */
  get asked(): Effect | undefined {
    return this.effects.findLast(
      ({ do: what }) => !what.startsWith("tell-") && what !== "wait" && what !== "stop-waiting",
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
const signedOut: Event = { type: "failed", failure: { kind: "signed-out" } };
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
    ["whose title cannot be seen", "\u200b", "text", "add a title"],
    ["whose text cannot be seen", "Title", "\u200b", "add some text"],
  ])("%s stays on the device, and says what is missing", (_, title, content, words) => {
    const run = new Run().type(content, title);
    expect(run.waits).toBeUndefined();
    expect(run.words).toContain("Kept on this device");
    expect(run.words).toContain(words);
  });

  test.each([
    ["a title", "", "text"],
    ["a text", "Title", ""],
  ])("is saved without %s", (_, title, content) => {
    const run = new Run().type(content, title);
    expect(run.waits).toBe(pause);
    run.on(time);
    expect(run.asked).toEqual({ do: "create", text: { title, content }, published: false });
  });

  test("of spaces alone is not saved", () => {
    expect(new Run().type(" ", " ").waits).toBeUndefined();
  });

  test("that is too long stays on the device, and says so", () => {
    expect(new Run().type("a".repeat(100_001)).words).toBe(
      "Kept on this device – shorten the text to save it",
    );
    expect(new Run().type("a", "t".repeat(201)).words).toBe(
      "Kept on this device – shorten the title to save it",
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

  test("a new post with a date makes it a draft first, which is found if the answer is lost", () => {
    const terms = { slug: "other", publishedAt: "1990-01-01T00:00:00Z" };
    const run = new Run().type("one").on({ type: "publish", terms });
    expect(run.asked).toEqual({ do: "create", text: text("one"), published: false });
    run.on(unreachable, time);
    expect(run.asked).toMatchObject({ do: "find" });
    run.on({ type: "found", saved: { ...draft, content: "one" } });
    expect(run.asked).toMatchObject({ do: "update", id: "p", published: true, terms });
    run.on({ type: "updated", etag: '"2"' });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
  });

  test("a new post with an address takes it along", () => {
    const terms = { slug: "other" };
    const run = new Run().type("one").on({ type: "publish", terms });
    expect(run.asked).toEqual({ do: "create", text: text("one"), published: true, terms });
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

  test.each([
    ["a title", "", "one", { title: "Add a title first." }],
    ["a title that can be seen", " \u200b\u3164", "one", { title: "Add a title first." }],
    ["a text", "Title", "", { content: "Write some text first." }],
    ["both", "", "", { title: "Add a title first.", content: "Write some text first." }],
    ["a title short enough", "t".repeat(201), "one", { title: "Title must have 0 to 200 characters." }],
  ])("without %s is refused at the field, once, and nothing is sent", (_, title, content, faults) => {
    const run = new Run().type(content, title).on({ type: "publish" });
    expect(run.asked).toBeUndefined();
    expect(fieldFaults(run.state)).toEqual(faults);
    expect(run.words).toBe("Not published yet");
    expect(run.type("one").waits).toBe(pause);
    expect(fieldFaults(run.state)).toEqual({});
  });

  test("that turns out to be refused later is said in the status line, once", () => {
    const run = new Run().type("one").on(time).type("", "").on({ type: "publish" });
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.words).toBe("Couldn’t save: Add a title first.; Write some text first");
    expect(fieldFaults(run.state)).toEqual({});
  });

  test("takes the text as it was at the press; what is written later waits", () => {
    const run = new Run().type("one").on({ type: "publish" }).type("one two");
    expect(isPublishing(run.state)).toBe(false);
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.state.base).toMatchObject({ content: "one", published: true });
    expect(run.asked).toBeUndefined();
    expect(run.effects).not.toContainEqual({ do: "tell-published", id: "p" });
    expect(run.on(time).asked).toMatchObject({ do: "keep", text: text("one two") });
  });

  test("that waits for the network takes the text as it was at the press, too", () => {
    const run = new Run(begin(draft)).type("two").on({ type: "publish" }, unreachable);
    run.type("three").on(time, { type: "read", saved: draft });
    expect(run.asked).toMatchObject({ do: "update", text: text("two"), published: true });
  });

  test("pressed again with another text, it takes that one", () => {
    const run = new Run(begin(draft)).type("two").on({ type: "publish" }, unreachable);
    run.type("three").on({ type: "publish" }, { type: "read", saved: draft });
    expect(run.asked).toMatchObject({ do: "update", text: text("three"), published: true });
  });

  test("can be taken back while it waits", () => {
    const run = new Run().type("one").on({ type: "publish" }, unreachable, { type: "take-back" });
    run.on({ type: "found", saved: null }, time);
    expect(run.asked).toMatchObject({ do: "create", published: false });
  });

  test("taken back too late is undone", () => {
    const run = new Run().type("one").on({ type: "publish" }, unreachable, { type: "take-back" });
    run.on({ type: "found", saved: post });
    expect(run.asked).toMatchObject({ do: "update", published: false });
  });

  test("of changes can be taken back, and the post stays as readers know it", () => {
    const run = new Run(begin(post)).type("two").on({ type: "publish" }, unreachable);
    run.on({ type: "take-back" });
    expect(run.asked).toEqual({ do: "read", id: "p" });
    run.on({ type: "read", saved: post });
    expect(run.asked).toBeUndefined();
    expect(run.on(time).asked).toMatchObject({ do: "keep", text: text("two") });
  });

  test("is refused while places are marked, also when it had to wait", () => {
    const marked = "<<<<<<< Yours\na\n=======\nb\n>>>>>>> From elsewhere";
    const run = new Run().type("one").on(time).type(marked).on({ type: "publish" });
    expect(run.on({ type: "created", id: "p", etag: '"1"' }).asked).toBeUndefined();
    expect(run.words).toContain("still marked");
    expect(run.state.wish).toBeNull();
  });

  test("of a post about the marks of others is possible", () => {
    const run = new Run().type("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main");
    expect(run.on({ type: "publish" }).asked).toMatchObject({ do: "create", published: true });
  });

  test("is refused while places are marked", () => {
    const run = new Run(begin(draft))
      .type("<<<<<<< Yours\na\n=======\nb\n>>>>>>> From elsewhere")
      .on({ type: "publish" });
    expect(run.asked).toBeUndefined();
    expect(fieldFaults(run.state).content).toContain("still marked");
    expect(run.words).toBe("Not published yet");
  });
});

describe("a published post", () => {
  test("keeps changes on the server, and readers see them once the writer says so", () => {
    const run = new Run(begin(post)).type("two");
    expect(run.waits).toBe(pause);
    run.on(time);
    expect(run.asked).toEqual({ do: "keep", id: "p", etag: '"1"', text: text("two") });
    run.on({ type: "updated", etag: '"2"' });
    expect(run.words).toBe("Unpublished changes");
    expect(run.state.base).toEqual({ ...post, etag: '"2"', content: "two", live: text("one") });
    run.type("three").on({ type: "save" });
    expect(run.asked).toMatchObject({ do: "keep", etag: '"2"', text: text("three") });
    run.on({ type: "updated", etag: '"3"' }, { type: "publish" });
    expect(run.asked).toMatchObject({ do: "update", published: true, text: text("three") });
    run.on({ type: "updated", etag: '"4"' });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
    expect(run.words).toBe("Saved");
  });

  test("with changes that only wait to be published is published with them", () => {
    const run = new Run(begin(changed)).on({ type: "publish" });
    expect(run.asked).toMatchObject({ do: "update", published: true, text: text("two") });
  });

  test("loses its changes when the writer discards them", () => {
    const run = new Run(begin(changed)).on({ type: "revert" });
    expect(run.state.text).toEqual(text("one"));
    expect(run.words).toBe("Discarding…");
    expect(run.asked).toEqual({ do: "drop", id: "p", etag: '"2"' });
    run.on({ type: "dropped" });
    expect(run.asked).toEqual({ do: "read", id: "p" });
    run.on({ type: "read", saved: { ...post, etag: '"3"' } });
    expect(run.state).toEqual(begin({ ...post, etag: '"3"' }));
    expect(run.words).toBe("Saved");
  });

  test("loses its changes even if the answer to that was lost", () => {
    const run = new Run(begin(changed)).on({ type: "revert" }, unreachable);
    expect(run.words).toBe("Not discarded yet – will try again");
    run.on(time, stale, { type: "read", saved: { ...post, etag: '"3"' } });
    expect(run.state).toEqual(begin({ ...post, etag: '"3"' }));
  });

  test("loses changes that were on their way when they were discarded", () => {
    const run = new Run(begin(post)).type("two").on(time, { type: "revert" });
    expect(run.state.text).toEqual(text("one"));
    run.on({ type: "updated", etag: '"2"' });
    expect(run.asked).toEqual({ do: "drop", id: "p", etag: '"2"' });
  });

  test("has no changes any more when the writer has taken them back by hand", () => {
    const run = new Run(begin(changed)).type("one").on(time);
    expect(run.asked).toEqual({ do: "drop", id: "p", etag: '"2"' });
    run.on({ type: "dropped" }, { type: "read", saved: { ...post, etag: '"3"' } });
    expect(run.words).toBe("Saved");
  });

  test("that became a draft elsewhere is saved as one", () => {
    const run = new Run(begin(post)).type("two").on(time, stale);
    run.on({ type: "read", saved: { ...draft, etag: '"2"' } }, time);
    expect(run.asked).toMatchObject({ do: "update", published: false, text: text("two") });
  });

  test("is left alone once what this device has of it isn't wanted", () => {
    const run = new Run(begin(post)).type("two").on(time, unreachable, { type: "forget" });
    expect(run.state).toEqual(begin(post));
    expect(run.on(time, { type: "updated", etag: '"2"' }).state).toEqual(begin(post));
  });

  test("gets another address and time although its text stays", () => {
    const terms = { slug: "other", publishedAt: "2030-01-01T00:00:00Z" };
    const run = new Run(begin(post)).on({ type: "publish", terms });
    expect(run.asked).toMatchObject({ do: "update", published: true, terms });
    run.on(unreachable, time, { type: "read", saved: post });
    expect(run.asked).toMatchObject({ do: "update", published: true, terms });
    run.on({ type: "updated", etag: '"2"' });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
  });

  test("gets its address once, even if the answer to that was lost", () => {
    const terms = { slug: "other" };
    const run = new Run(begin(draft)).on({ type: "publish", terms }, unreachable, time);
    run.on({ type: "read", saved: { ...post, etag: '"2"' } });
    expect(run.asked).toBeUndefined();
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
  });

  test("gets its address and time even if the answer to keeping its text was lost before", () => {
    const terms = { slug: "other", publishedAt: "2030-01-01T00:00:00Z" };
    const run = new Run(begin(post)).type("two").on(time, { type: "publish", terms }, unreachable, time);
    expect(run.asked).toEqual({ do: "read", id: "p" });
    run.on({ type: "read", saved: changed });
    expect(run.asked).toMatchObject({ do: "update", published: true, text: text("two"), etag: '"2"', terms });
    run.on({ type: "updated", etag: '"3"' });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
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

  test("can be set back while one looks how it is", () => {
    const run = new Run(begin(post)).type("two").on({ type: "look" }, { type: "revert" });
    run.on({ type: "read", saved: post });
    expect(run.state.text).toEqual(text("one"));
    expect(run.words).toBe("Saved");
  });
});

describe("without an answer", () => {
  test("it is tried again, ever more seldom, and at once when the network is back", () => {
    const run = new Run(begin(draft)).type("two").on(time, unreachable);
    expect(run.words).toBe("Kept on this device – offline, will save when you’re back online");
    const waits = [run.waits];
    for (let failure = 0; failure < 6; failure += 1) waits.push(run.on(time, unreachable).waits);
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    run.on({ type: "online" });
    expect(run.asked).toEqual({ do: "read", id: "p" });
    run.on({ type: "read", saved: draft });
    expect(run.asked).toBeUndefined();
    expect(run.on(time).asked).toMatchObject({ do: "update", text: text("two") });
  });

  test("it is known what became of a text before the next is sent", () => {
    const run = new Run(begin(draft)).type("two").on(time, unreachable);
    for (const content of ["three", "four", "five"]) {
      run.type(content).on(time, unreachable);
      expect(run.state.doubt).toEqual({ text: text("two"), sentAt: 1_000 });
    }
    run.on(time, { type: "read", saved: draft });
    expect(run.asked).toMatchObject({ do: "update", text: text("five") });
  });

  test("typing goes on, and does not make it try sooner", () => {
    const run = new Run(begin(draft)).type("two").on(time, unreachable).type("three");
    expect(run.effects).toEqual([]);
    run.on(time, { type: "read", saved: draft });
    expect(run.asked).toMatchObject({ do: "update", text: text("three") });
  });

  test("a creation is looked for before it is tried again, and found", () => {
    const run = new Run().type("one").on(time);
    run.now = 9_000;
    run.on(unreachable).type("one two").on(time);
    expect(run.asked).toEqual({ do: "find", doubt: { text: text("one"), sentAt: 1_000 } });
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
      .on(time, unreachable, time);
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
    expect(run.words).toBe("Couldn’t save: content must not be this");
    expect(run.on(time).asked).toBeUndefined();
    expect(run.type("three").waits).toBe(pause);
  });

  test("that knows the session no more leaves the text on the device", () => {
    const run = new Run(begin(draft)).type("two").on(time, signedOut);
    expect(run.words).toContain("sign in again");
    expect(isDirty(run.state)).toBe(true);
  });

  test("that knows the writer again is given what was written", () => {
    const run = new Run(begin(draft)).type("two").on(time, signedOut).type("three");
    expect(run.on({ type: "signed-in" }, time).asked).toMatchObject({ text: text("three") });
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
    const run = conflict().on({ type: "merge", text: text("both"), otherTitle: null });
    expect(run.on(time).asked).toMatchObject({ do: "update", etag: '"2"', text: text("both") });
  });

  test("under another title leaves the choice until it is made", () => {
    const merged: Event = { type: "merge", text: text("both"), otherTitle: "Theirs" };
    const run = conflict().on(merged, time, { type: "updated", etag: '"3"' });
    expect(run.state.otherTitle).toBe("Theirs");
    run.on({ type: "title-chosen", title: "Theirs" });
    expect(run.state).toMatchObject({ otherTitle: null, text: text("both", "Theirs") });
  });

  test("once more has titles of its own", () => {
    const merged: Event = { type: "merge", text: text("both"), otherTitle: "Theirs" };
    const again: Event = { type: "read", saved: { ...draft, etag: '"3"', content: "theirs, too" } };
    expect(conflict().on(merged, time, stale, again).state.otherTitle).toBeNull();
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

  test("only in being published keeps what is new for its writer alone", () => {
    const run = new Run(begin(draft))
      .type("mine")
      .on(time, stale, { type: "read", saved: { ...post, etag: '"2"' } }, time);
    expect(run.asked).toEqual({ do: "keep", id: "p", etag: '"2"', text: text("mine") });
  });

  test("in its tags or its cover is one, too", () => {
    const tagged: Saved = { ...draft, tags: ["Rust"], cover: null };
    const run = new Run(begin(tagged)).on(
      { type: "typed", text: { ...text("one"), tags: ["rust"], cover: null } },
    );
    expect(run.waits).toBeUndefined();
    run.on({ type: "typed", text: { ...text("one"), tags: ["Rust", "Wasm"], cover: null } }, time, stale);
    const cover = { url: "/media/1/2x2.png", alt: "" };
    run.on({ type: "read", saved: { ...tagged, etag: '"2"', cover } });
    expect(run.state.phase).toMatchObject({ name: "conflict", theirs: { cover } });
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

describe("a new post that is not wanted", () => {
  const discard: Event = { type: "discard" };

  test("is gone at once where nothing was sent", () => {
    const run = new Run().type("one").on(discard);
    expect(run.effects).toContainEqual({ do: "tell-discarded" });
    expect(run.state).toEqual(begin(null));
  });

  test("goes with the draft that was made of it", () => {
    const run = new Run().type("one").on(time, { type: "created", id: "p", etag: '"1"' }, discard);
    expect(run.asked).toEqual({ do: "delete", id: "p", etag: '"1"' });
    expect(run.words).toBe("Discarding…");
    expect(run.state.text).toEqual(text("one"));
    run.on({ type: "deleted" });
    expect(run.effects).toContainEqual({ do: "tell-discarded" });
    expect(run.state).toEqual(begin(null));
  });

  test("goes with a draft that is being made of it", () => {
    const run = new Run().type("one").on(time, discard);
    expect(run.effects).toEqual([]);
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.asked).toEqual({ do: "delete", id: "p", etag: '"1"' });
  });

  test("goes with a draft that may have been made of it", () => {
    const run = new Run().type("one").on(time, unreachable, discard);
    expect(run.asked).toMatchObject({ do: "find" });
    expect(run.on({ type: "found", saved: draft }).asked).toMatchObject({ do: "delete" });
  });

  test("is still here when it could not be discarded, which is said and tried again", () => {
    const run = new Run(begin(draft)).on(discard, unreachable);
    expect(run.words).toBe("Not discarded yet – will try again");
    expect(run.state.text).toEqual(text("one"));
    expect(run.on(time).asked).toMatchObject({ do: "delete" });
    run.on({ type: "failed", failure: { kind: "missing" } });
    expect(run.effects).toContainEqual({ do: "tell-discarded" });
  });

  test("is kept when it was changed elsewhere", () => {
    const theirs = { ...draft, etag: '"2"', content: "theirs" };
    const run = new Run(begin(draft)).on(discard, stale, { type: "read", saved: theirs });
    expect(run.asked).toBeUndefined();
    expect(run.state.text).toEqual(text("theirs"));
  });

  test("is wanted as soon as one writes on", () => {
    const waiting = new Run(begin(draft)).on(discard, unreachable).type("two");
    expect(waiting.on(time).asked).toMatchObject({ do: "update", text: text("two") });
    const underWay = new Run(begin(draft)).on(discard).type("two").on({ type: "deleted" });
    expect(underWay.on(time).asked).toMatchObject({ do: "create", text: text("two") });
  });
});

describe("a server that says that a post has changed, and shows it unchanged", () => {
  const same: Event = { type: "read", saved: draft };
  const words =
    "The server refused to save this version although nothing has changed elsewhere. " +
    "Your text is kept on this device.";

  test("is not asked in a circle: the writer is told, and says when to try again", () => {
    const run = new Run(begin(draft)).type("two").on(time, stale, same);
    expect(run.words).toBe(words);
    expect(run.type("three").on(time, { type: "online" }).effects).toEqual([]);
    expect(run.words).toBe(words);
    run.on({ type: "retry" });
    expect(run.asked).toMatchObject({ do: "update", text: text("three"), published: false });
    run.on({ type: "updated", etag: '"2"' });
    expect(run.words).toBe("Saved");
  });

  test("is asked once more where the revision at least is another", () => {
    const run = new Run(begin(draft)).type("two").on(time, stale);
    run.on({ type: "read", saved: { ...draft, etag: '"2"' } });
    expect(run.on(time).asked).toMatchObject({ do: "update", etag: '"2"' });
    run.on(stale, { type: "read", saved: { ...draft, etag: '"3"' } });
    expect(run.asked).toBeUndefined();
    expect(run.words).toBe(words);
  });

  test("is asked again to publish when the writer wants that again", () => {
    const run = new Run(begin(draft)).type("two").on({ type: "publish" }, stale, same);
    expect(run.words).toBe(words);
    run.type("three").on({ type: "retry" });
    expect(run.asked).toMatchObject({ do: "update", text: text("three"), published: true });
  });

  test("is asked to save only, and not to publish, when the writer leaves", () => {
    const run = new Run(begin(draft)).type("two").on({ type: "publish" }, stale, same);
    expect(run.on({ type: "save" }).asked).toMatchObject({ do: "update", published: false });
  });

  test.each([{ type: "unpublish" }, { type: "discard" }] as const)("stops for $type, too", (event) => {
    const base = event.type === "unpublish" ? post : draft;
    const run = new Run(begin(base)).on(event, stale, { type: "read", saved: base });
    expect(run.asked).toBeUndefined();
    expect(run.words).toBe(
      "The server refused the change although nothing has changed elsewhere",
    );
    expect(run.on({ type: "retry" }).asked).toMatchObject({
      do: event.type === "discard" ? "delete" : "update",
    });
  });

  test("has nothing to be asked when the text is again what it has", () => {
    const run = new Run(begin(draft)).type("two").on(time, stale, same).type("one");
    expect(run.words).toBe("Saved");
  });

  test("meant the same state, where a proxy has only marked the tag", () => {
    const marked: Saved = { ...draft, etag: 'W/"1"' };
    const run = new Run(begin(marked)).type("two").on({ type: "look" }, same);
    expect(run.on(time).asked).toMatchObject({ do: "update" });
    run.on({ type: "updated", etag: 'W/"2-gzip"' });
    expect(run.state.base?.etag).toBe('"2"');
  });
});

describe("half a character, as of an emoji that was cut", () => {
  const cut = "cut \ud83d off";

  test("is sent as U+FFFD, and then all is saved", () => {
    const run = new Run().type(cut, "\ude00 Title").on(time);
    expect(run.asked).toMatchObject({ text: text("cut \ufffd off", "\ufffd Title") });
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.words).toBe("Saved");
    expect(run.state.text.content, "what is on the screen stays").toBe(cut);
  });

  test("is published", () => {
    const run = new Run().type(cut).on({ type: "publish" });
    expect(run.asked).toMatchObject({ text: text("cut \ufffd off"), published: true });
    run.on({ type: "created", id: "p", etag: '"1"' });
    expect(run.effects).toContainEqual({ do: "tell-published", id: "p" });
  });

  test("does no harm to a whole one", () => {
    const run = new Run().type("\ud83d\ude00 whole").on(time);
    expect(run.asked).toMatchObject({ text: text("\ud83d\ude00 whole") });
  });

  test("is a change where it was whole before, and whole is one where it was half", () => {
    const whole: Saved = { ...draft, content: "\ud83d\ude00" };
    expect(new Run(begin(whole)).type("\ud83d").waits).toBe(pause);
    const half: Saved = { ...draft, content: "\ufffd" };
    expect(new Run(begin(half)).type("\ud83d").waits).toBeUndefined();
    expect(new Run(begin(half)).type("\ud83d\ude00").waits).toBe(pause);
  });
});

/** A minute with a server that answers at once, and as it likes; how much it was asked. */
function minute(run: Run, answers: readonly Answer[], typesEvery: number): number[] {
  const asked: number[] = [];
  const end = run.now + 60_000;
  let job: Job | undefined;
  let due = Infinity;
  let typed = 0;
  let types = run.now + typesEvery;
  const take = (...events: Event[]) => {
    run.on(...events);
    for (const effect of run.effects) {
      if (effect.do === "wait") due = run.now + effect.ms;
      else if (effect.do === "stop-waiting") due = Infinity;
      else if (!effect.do.startsWith("tell-")) job = effect as Job;
    }
  };
  take({ type: "typed", text: text("two") });
  take({ type: "publish" });
  while (run.now < end) {
    if (job) {
      asked.push(run.now);
      if (asked.length > 1_000) return asked;
      const current = job;
      job = undefined;
      run.now += 10;
      const answer = answers[asked.length % answers.length] ?? "same";
      take(answerTo(current, answer, asked.length, run.state.doubt?.text));
      continue;
    }
    run.now = Math.min(due, types, end);
    if (run.now === types) {
      types += typesEvery;
      typed += 1;
      take({ type: "typed", text: text(`word ${typed}`) });
    } else if (run.now === due) {
      due = Infinity;
      take(time);
    }
  }
  return asked;
}

type Answer = "same" | "newer" | "ours" | "missing" | "stale" | "busy" | "unreachable";

/** Whatever it is asked to change, it does not. */
function answerTo(job: Job, answer: Answer, number: number, sent: Text | undefined): Event {
  const failed = (failure: Failure): Event => ({ type: "failed", failure });
  if (answer === "busy") return failed({ kind: "busy", retryAfter: 0, mayBeDone: true });
  if (answer === "unreachable" || answer === "missing") return failed({ kind: answer });
  if (job.do === "find") {
    const saved = { ...draft, ...job.doubt.text, etag: `"${number}"` };
    return { type: "found", saved: answer === "ours" ? saved : null };
  }
  if (job.do === "create") return failed({ kind: "busy", retryAfter: 0, mayBeDone: true });
  if (job.do !== "read") return failed({ kind: "stale" });
  if (answer === "ours") return { type: "read", saved: { ...draft, ...sent, etag: `"${number}"` } };
  if (answer === "newer") return { type: "read", saved: { ...draft, etag: `"${number}"` } };
  return { type: "read", saved: draft };
}

test("whatever the server answers, it is not asked in a circle", () => {
  const answer = fc.constantFrom<Answer>(
    "same", "newer", "ours", "missing", "stale", "busy", "unreachable",
  );
  fc.assert(
    fc.property(
      fc.array(answer, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(null, draft, post, changed),
      fc.constantFrom(3_000, 120_000),
      (answers, base, typesEvery) => {
        const asked = minute(new Run(begin(base)), answers, typesEvery);
        const busiest = Math.max(
          0,
          ...asked.map((at) => asked.filter((other) => other >= at && other < at + 20_000).length),
        );
        // Each pause in writing may begin again.
        expect(busiest).toBeLessThanOrEqual(typesEvery < 60_000 ? 24 : 10);
      },
    ),
    { numRuns: 2_000 },
  );
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
