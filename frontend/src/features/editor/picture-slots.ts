import { isolateHistory } from "@codemirror/commands";
import { EditorSelection, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

import { spaced } from "./paste.ts";

/** A place in a text where a picture is about to appear. */
interface Slot {
  readonly id: number;
  readonly at: number;
  /** What the page shows there meanwhile, below the line. */
  readonly element: HTMLElement;
}

const open = StateEffect.define<Slot>({
  map: (slot, changes) => ({ ...slot, at: changes.mapPos(slot.at, 1) }),
});
const move = StateEffect.define<{ readonly id: number; readonly at: number }>();
const close = StateEffect.define<number>();

class SlotWidget extends WidgetType {
  readonly element: HTMLElement;

  constructor(element: HTMLElement) {
    super();
    this.element = element;
  }

  override eq(other: SlotWidget): boolean {
    return other.element === this.element;
  }

  override toDOM(): HTMLElement {
    return this.element;
  }

  // Its fields and buttons are the page's.
  override ignoreEvent(): boolean {
    return true;
  }
}

/** The slots of a text. They stay even if the text around them is replaced. */
const slots = StateField.define<readonly Slot[]>({
  create: () => [],
  update(before, { changes, effects, docChanged }) {
    let now = docChanged
      ? before.map((slot) => ({ ...slot, at: changes.mapPos(slot.at, 1) }))
      : before;
    for (const effect of effects) {
      if (effect.is(open)) now = [...now, effect.value];
      else if (effect.is(close)) now = now.filter(({ id }) => id !== effect.value);
      else if (effect.is(move)) {
        const { id, at } = effect.value;
        now = now.map((slot) => (slot.id === id ? { ...slot, at } : slot));
      }
    }
    return now;
  },
});

/** Shows the slots. */
export const pictureSlots = [
  slots,
  EditorView.decorations.compute([slots, "doc"], (state): DecorationSet => {
    const widgets = state.field(slots).map(({ at, element }) => {
      const widget = new SlotWidget(element);
      return Decoration.widget({ widget, block: true, side: 1 }).range(state.doc.lineAt(at).to);
    });
    return Decoration.set(widgets, true);
  }),
];

/** Opens a slot at a point of the screen, if that is in the text, or else at the caret. */
export function openSlot(view: EditorView, id: number, element: HTMLElement, point?: { x: number; y: number }): void {
  const at = (point && view.posAtCoords(point)) ?? view.state.selection.main.to;
  view.dispatch({ effects: open.of({ id, at, element }) });
}

export function closeSlot(view: EditorView, id: number): void {
  view.dispatch({ effects: close.of(id) });
}

/** Puts a picture into its slot, as a block of its own. The slot stays, below it. */
export function fillSlot(view: EditorView, id: number, url: string): void {
  const { doc, field } = { doc: view.state.doc, field: view.state.field(slots) };
  const slot = field.find((slot) => slot.id === id);
  if (!slot) return;
  const line = doc.lineAt(slot.at);
  // An empty line is where the picture belongs; after words, a block of its own begins.
  const [from, to] = line.text.trim() === "" ? [line.from, line.to] : [line.to, line.to];
  const picture = `![](${url})`;
  const block = { text: picture, inline: false, plain: true };
  const insert = spaced(block, doc.sliceString(0, from), doc.sliceString(to));
  const end = from + insert.indexOf(picture) + picture.length;
  const { main } = view.state.selection;
  const isHere = main.empty && from <= main.head && main.head <= to;
  view.dispatch({
    changes: { from, to, insert },
    effects: move.of({ id, at: end }),
    // A caret that waited here goes on behind the picture.
    ...(isHere ? { selection: EditorSelection.cursor(end) } : {}),
    annotations: isolateHistory.of("full"),
    userEvent: "input",
  });
}

/** Says what a picture of the text shows. */
export function describePicture(view: EditorView, url: string, words: string): void {
  const start = view.state.doc.toString().indexOf(`![](${url})`);
  if (start === -1) return;
  view.dispatch({
    changes: { from: start + 2, insert: altText(words) },
    annotations: isolateHistory.of("full"),
    userEvent: "input",
  });
}

/** A description in one line, without signs that would end it or mean something else. */
export function altText(words: string): string {
  return words.trim().replace(/\s+/g, " ").replace(/[\\[\]*_`<&~]/g, "\\$&");
}
