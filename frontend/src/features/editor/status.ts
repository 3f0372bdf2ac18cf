import { sentence } from "../../lib/faults.ts";
import { type Editing, type Faults, faultsOf, isDirty, isPublishing, savesItself } from "./machine.ts";

/** The editor's state in words. */
export interface Status {
  readonly mood: "calm" | "busy" | "worried";
  readonly words: string;
}

/** What to say. `kept`: whether this device could keep the text. */
export function statusOf(state: Editing, kept: boolean): Status {
  const { phase } = state;
  const here = kept ? "Kept on this device" : "Not kept anywhere yet: do not close this page";
  const mood = kept ? "calm" : "worried";
  switch (phase.name) {
    case "working":
      if (phase.job.do === "read" && !isDirty(state)) return { mood: "calm", words: "Saved" };
      return { mood: "busy", words: doing(state) };
    case "waiting":
      if (phase.reason === "typing")
        return { mood: kept ? "busy" : "worried", words: kept ? "Saving…" : here };
      if (state.wish?.to === "discard")
        return { mood: "worried", words: "Not discarded yet – will try again" };
      if (phase.reason === "offline")
        return { mood, words: `${here} – offline, will ${intent(state)} when back` };
      return { mood, words: `${here} – the server needs a moment, will try again` };
    case "conflict":
      return { mood: "worried", words: "Changed elsewhere" };
    case "deleted":
      return { mood: "worried", words: `Deleted elsewhere. ${here}` };
    case "refused":
      return { mood: "worried", words: `Could not save: ${sayFaults(phase.faults)}` };
    case "signed-out":
      return { mood: "worried", words: `${here} – sign in again to save it` };
    case "resting":
      return resting(state, here, mood);
  }
}

function doing({ wish }: Editing): string {
  if (wish?.to === "publish") return "Publishing…";
  return wish?.to === "discard" ? "Discarding…" : "Saving…";
}

function intent(state: Editing): string {
  if (state.wish?.to !== "publish") return "save";
  return isPublishing(state) ? "publish" : "publish what was there when you pressed";
}

function resting(state: Editing, here: string, mood: "calm" | "worried"): Status {
  if (!isDirty(state)) return { mood: "calm", words: state.base ? "Saved" : "" };
  if (!savesItself(state)) return { mood, words: `${here} – readers see it when you update` };
  const { title, content } = state.text;
  if (title.trim() === "") return { mood, words: `${here} – a title is needed to save it` };
  if (content === "") return { mood, words: `${here} – some text is needed to save it` };
  const faults = faultsOf(state.text);
  if (faults) return { mood: "worried", words: `Could not save: ${sayFaults(faults)}` };
  return { mood, words: here };
}

function sayFaults(faults: Faults): string {
  return Object.values(faults).join("; ").replace(/\.$/, "");
}

/** The words at the fields. */
export function fieldFaults(state: Editing): { title?: string; content?: string } {
  const { phase } = state;
  if (phase.name !== "refused") return {};
  const { title, content } = phase.faults;
  return {
    ...(title ? { title: sentence(title) } : {}),
    ...(content ? { content: sentence(content) } : {}),
  };
}
