import { type ReactNode, useLayoutEffect, useId, useRef } from "react";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** Whether the focus begins at the title, so that no keyboard appears on a phone. */
  readonly fromTitle?: boolean;
}

/** A dialog over the page. The browser keeps the focus in it and gives it back afterwards. */
export function Dialog({ title, onClose, children, wide = false, fromTitle = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const label = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    if (fromTitle) heading.current?.focus();
    // Before it is removed. Otherwise the browser has no dialog to return the focus from.
    return () => dialog?.close();
  }, [fromTitle]);
  return (
    <dialog
      ref={ref}
      className={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={label} ref={heading} tabIndex={fromTitle ? -1 : undefined} className="dialog-title" dir="auto">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
