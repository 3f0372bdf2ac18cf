interface NoteProps {
  readonly words: string;
  readonly actions?: readonly (readonly [string, () => void])[];
  readonly warning?: boolean;
}

/** A note above the text, and what can be done about it. */
export function Note({ words, actions = [], warning = false }: NoteProps) {
  return (
    <div className={warning ? "notice notice-warning note" : "notice note"}>
      <p role="status" dir="auto">
        {words}
      </p>
      {actions.map(([name, act]) => (
        <button key={name} type="button" className="note-action" onClick={act}>
          {name}
        </button>
      ))}
    </div>
  );
}
