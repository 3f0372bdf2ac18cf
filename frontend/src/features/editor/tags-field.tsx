import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useState } from "react";

import { balanced } from "../../lib/bidi.ts";
import { isComposing } from "../../lib/keys.ts";
import { mostTags, tagKey, withTag } from "../../shared/drafts/tags.ts";
import { CloseIcon } from "../../ui/icons.tsx";
import { useTagSuggestions } from "./use-tag-suggestions.ts";

export interface TagsHandle {
  /** Adds what is typed. False if it can't be a tag. */
  commit(): boolean;
}

interface TagsFieldProps {
  readonly ref: Ref<TagsHandle>;
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
}

const bad = "A tag is one line of 1 to 50 characters without / \\ , \" < or >.";

/** A post's tags: each can be removed, and what other posts have is suggested. */
export function TagsField({ ref, tags, onChange }: TagsFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState("");
  const [said, setSaid] = useState("");
  /** The suggestion that Enter takes; -1 for what is typed. */
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const isFull = tags.length >= mostTags;
  const keys = tags.map(tagKey);
  const suggested = useTagSuggestions(typed, isOpen && !isFull).filter((tag) => !keys.includes(tagKey(tag)));
  const isShown = isOpen && suggested.length > 0;

  const add = (text: string): boolean => {
    const more = withTag(tags, text);
    setFault(more === null ? bad : "");
    if (more === null) return false;
    if (more !== tags) {
      onChange(more);
      setSaid(`${text.trim()} added`);
    }
    setTyped("");
    setActive(-1);
    setOpen(false);
    return true;
  };
  // Not when the focus leaves: the page would move under the button that is being pressed.
  useImperativeHandle(ref, () => ({ commit: () => typed.trim() === "" || isFull || add(typed) }));
  const remove = (tag: string) => {
    onChange(tags.filter((other) => other !== tag));
    setSaid(`${tag} removed`);
    document.getElementById(id)?.focus();
  };
  const move = (by: 1 | -1) => {
    setOpen(true);
    const count = suggested.length + 1;
    setActive(((active + 1 + by + count) % count) - 1);
  };

  /** Does what a key stands for; false if it stands for nothing here. */
  const press = (key: string): boolean => {
    const isTyped = typed.trim() !== "";
    const last = tags.at(-1);
    if (key === "ArrowDown") move(1);
    else if (key === "ArrowUp") move(-1);
    else if (key === "Enter" || key === ",") {
      // They are never part of a tag, even if there is nothing to add.
      if (key === "Enter" && active >= 0) add(suggested[active] ?? typed);
      else if (isTyped) add(typed);
    } else if (key === "Escape" && isShown) setOpen(false);
    else if (key === "Backspace" && typed === "" && last !== undefined) remove(last);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isComposing(event.nativeEvent) && press(event.key)) event.preventDefault();
  };

  return (
    <div className="field tags-field">
      <label htmlFor={id}>
        Tags <span className="field-optional">(up to {mostTags})</span>
      </label>
      {tags.length > 0 && (
        <ul className="tags-chosen" aria-label="Chosen tags">
          {tags.map((tag) => (
            <li key={tag} className="tag-chosen">
              <span dir="auto">{balanced(tag)}</span>
              <button type="button" aria-label={`Remove ${tag}`} onClick={() => remove(tag)}>
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="field-box">
        <input
          id={id}
          className="input"
          dir="auto"
          role="combobox"
          autoComplete="off"
          autoCapitalize="off"
          enterKeyHint="done"
          aria-expanded={isShown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isShown && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={fault !== ""}
          aria-describedby={`${id}-about`}
          readOnly={isFull}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setFault("");
            setActive(-1);
            setOpen(true);
          }}
          onFocus={() => setOpen(tags.length === 0)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <div id={`${id}-list`} role="listbox" aria-label="Suggested tags" className="suggestions" hidden={!isShown}>
          {suggested.map((tag, index) => (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the keys and the focus
            <div
              key={tag}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              dir="auto"
              // The field keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => add(tag)}
            >
              {balanced(tag)}
            </div>
          ))}
        </div>
      </div>
      <p id={`${id}-about`} className={fault === "" ? "field-hint" : "field-errors"}>
        {fault || (isFull ? "That’s all the tags a post can have." : "Press Enter after each tag.")}
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
