import { createPostLimits } from "@connectly/common";

import { sentence } from "../../lib/errors.ts";
import { type Editing, type Faults, faultsOf, hasUnpublished, isDirty, isPublishing } from "./machine.ts";
import { isInvisible } from "../../shared/drafts/text.ts";

/** The editor's state in words. */
export interface Status {
  readonly mood: "calm" | "busy" | "worried";
  readonly words: string;
}

/** What to say about a state. `kept` tells whether this device could keep the text. */
export function statusOf(state: Editing, kept: boolean): Status {
  const { phase } = state;
  const here = kept ? "Kept on this device" : "Not kept anywhere yet: don’t close this page";
  const mood = kept ? "calm" : "worried";
  switch (phase.name) {
    case "working":
      if (phase.job.do === "read" && state.wish?.to !== "revert" && !isDirty(state)) return { mood: "calm", words: saved(state) };
      return { mood: "busy", words: doing(state) };
    case "waiting":
      if (phase.reason === "typing")
        return { mood: kept ? "busy" : "worried", words: kept ? "Saving…" : here };
      if (isDiscarding(state))
        return { mood: "worried", words: "Not discarded yet – will try again" };
      if (phase.reason === "offline")
        return { mood, words: `${here} – offline, will ${intent(state)} when you’re back online` };
      return { mood, words: `${here} – the server needs a moment, will try again` };
    case "conflict":
      return { mood: "worried", words: "Changed elsewhere" };
    case "deleted":
      return { mood: "worried", words: `Deleted elsewhere. ${here}` };
    case "refused": {
      // Messages at the fields, where the writer has been led, aren't repeated here.
      const { "": rest, ...faults } = phase.faults;
      const said = phase.pressed ? { "": rest } : { ...faults, "": rest };
      const what = phase.pressed ? "Not published yet" : "Couldn’t save";
      return { mood: "worried", words: [what, sayFaults(said)].filter(Boolean).join(": ") };
    }
    case "stopped":
      return { mood: "worried", words: stopped(state, kept) };
    case "signed-out":
      return { mood: "worried", words: `${here} – sign in again to save it` };
    case "resting":
      return resting(state, here, mood);
  }
}

function doing(state: Editing): string {
  if (state.wish?.to === "publish") return "Publishing…";
  return isDiscarding(state) ? "Discarding…" : "Saving…";
}

function isDiscarding({ wish }: Editing): boolean {
  return wish?.to === "discard" || wish?.to === "revert";
}

function saved(state: Editing): string {
  if (!state.base) return "";
  return hasUnpublished(state) ? "Unpublished changes" : "Saved";
}

function stopped(state: Editing, kept: boolean): string {
  const why = "although nothing has changed elsewhere";
  if (!isDirty(state)) return `The server refused the change ${why}`;
  const here = kept
    ? "Your text is kept on this device."
    : "Your text isn’t kept anywhere yet: don’t close this page.";
  return `The server refused to save this version ${why}. ${here}`;
}

function intent(state: Editing): string {
  if (state.wish?.to !== "publish") return "save";
  return isPublishing(state) ? "publish" : "publish the text as it was when you pressed the button";
}

function resting(state: Editing, here: string, mood: "calm" | "worried"): Status {
  if (!isDirty(state)) return { mood: "calm", words: saved(state) };
  const { title, content } = state.text;
  if (isInvisible(title)) return { mood, words: `${here} – add a title to save it` };
  if (isInvisible(content)) return { mood, words: `${here} – add some text to save it` };
  // The field says by how much it is too long.
  if (isTooLong("title", title.trim()))
    return { mood: "worried", words: `${here} – shorten the title to save it` };
  if (isTooLong("content", content))
    return { mood: "worried", words: `${here} – shorten the text to save it` };
  const faults = faultsOf(state.text);
  if (faults) return { mood: "worried", words: `Couldn’t save: ${sayFaults(faults)}` };
  return { mood, words: here };
}

function isTooLong(field: "title" | "content", text: string): boolean {
  const { maxLength } = createPostLimits[field];
  // A text has at most as many characters as it has UTF-16 units.
  return text.length > maxLength && Array.from(text).length > maxLength;
}

function sayFaults(faults: { readonly [field in keyof Faults]: string | undefined }): string {
  return Object.values(faults).filter(Boolean).join("; ").replace(/\.$/, "");
}

/** Which fields are faulty, whether or not the message is shown there. */
export function faultyFields({ phase }: Editing): { title: boolean; content: boolean } {
  const { title, content } = phase.name === "refused" ? phase.faults : {};
  return { title: title !== undefined, content: content !== undefined };
}

/** The messages at the fields. */
export function fieldFaults(state: Editing): { title?: string; content?: string } {
  const { phase } = state;
  if (phase.name !== "refused" || !phase.pressed) return {};
  const { title, content } = phase.faults;
  return {
    ...(title ? { title: sentence(title) } : {}),
    ...(content ? { content: sentence(content) } : {}),
  };
}
