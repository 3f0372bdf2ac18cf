import { useEffect, useEffectEvent } from "react";

interface FilesOptions {
  /** A file of text was dropped. */
  readonly onText: (text: string) => void;
  readonly onRefused: (why: string) => void;
}

export const noPictures =
  "For now, pictures are added by address: use the picture button and paste an https address.";
const noFiles = "You can only drop text files here, such as .md or .txt.";

/** A post holds at most so much; a longer file is something else. */
const longest = 1_000_000;

/** Takes files that are dropped anywhere on the page, where the browser would leave it for them. */
export function useFiles({ onText, onRefused }: FilesOptions): void {
  const take = useEffectEvent(async (files: readonly File[]) => {
    const texts = files.filter(isText);
    if (texts.length < files.length) {
      onRefused(files.some(({ type }) => type.startsWith("image/")) ? noPictures : noFiles);
    } else if (texts.some(({ size }) => size > longest)) {
      onRefused("This file is too long for a post.");
    } else {
      for (const file of texts) onText(await file.text());
    }
  });
  useEffect(() => {
    const stop = new AbortController();
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") === true;
    window.addEventListener(
      "dragover",
      (event) => {
        if (hasFiles(event)) event.preventDefault();
      },
      stop,
    );
    window.addEventListener(
      "drop",
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        void take([...(event.dataTransfer?.files ?? [])]);
      },
      // Before the text's own listener, which would write the file at the mouse.
      { signal: stop.signal, capture: true },
    );
    return () => stop.abort();
  }, []);
}

function isText({ name, type }: File): boolean {
  return /\.(?:md|markdown|txt)$/i.test(name) || type === "text/plain" || type === "text/markdown";
}
