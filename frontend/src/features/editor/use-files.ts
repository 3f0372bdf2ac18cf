import { useEffect, useEffectEvent } from "react";

interface FilesOptions {
  /** A file of text was dropped. */
  readonly onText: (text: string) => void;
  /** Pictures were dropped, at a point of the screen. */
  readonly onPictures: (files: readonly File[], point: { x: number; y: number }) => void;
  readonly onRefused: (why: string) => void;
}

/** What to say of files that are neither pictures nor texts. */
export const noFiles = "Only pictures and text files, such as .md or .txt, can be added here.";

/** A post holds at most so much; a longer file is something else. */
const longest = 1_000_000;

/** Takes files that are dropped anywhere on the page, where the browser would leave it for them. */
export function useFiles({ onText, onPictures, onRefused }: FilesOptions): void {
  const take = useEffectEvent(async (files: readonly File[], point: { x: number; y: number }) => {
    const pictures = files.filter(isPicture);
    const texts = files.filter(isText);
    onPictures(pictures, point);
    if (texts.length + pictures.length < files.length) {
      onRefused(noFiles);
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
        const { clientX: x, clientY: y } = event;
        void take([...(event.dataTransfer?.files ?? [])], { x, y });
      },
      // Before the text's own listener, which would write the file at the mouse.
      { signal: stop.signal, capture: true },
    );
    return () => stop.abort();
  }, []);
}

/** Whether a file says that it is a picture. */
export function isPicture({ type }: File): boolean {
  return type.startsWith("image/");
}

function isText({ name, type }: File): boolean {
  return /\.(?:md|markdown|txt)$/i.test(name) || type === "text/plain" || type === "text/markdown";
}
