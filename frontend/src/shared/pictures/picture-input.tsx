import { type Ref, useImperativeHandle, useRef } from "react";

import { SENDABLE } from "./shape.ts";

/** Opens the browser's dialog for pictures. */
export interface PictureDialog {
  open(): void;
}

interface PictureInputProps {
  readonly ref: Ref<PictureDialog>;
  readonly onFiles: (files: readonly File[]) => void;
  readonly multiple?: boolean;
}

/** What opens the browser's dialog for pictures. It shows nothing: a button of the page opens it. */
export function PictureInput({ ref, onFiles, multiple = false }: PictureInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ open: () => input.current?.click() }));
  return (
    <input
      ref={input}
      type="file"
      hidden
      accept={SENDABLE.join(",")}
      multiple={multiple}
      onChange={({ currentTarget }) => {
        onFiles([...(currentTarget.files ?? [])]);
        // So that the same file can be chosen again.
        currentTarget.value = "";
      }}
    />
  );
}
