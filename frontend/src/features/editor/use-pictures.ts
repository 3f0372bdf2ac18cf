import { type RefObject, useEffect, useState, useSyncExternalStore } from "react";

import type { TextAreaHandle } from "./text-area.tsx";
import { Uploads } from "./uploads.ts";

/** The pictures that are on their way into the text. */
export function usePictures(content: RefObject<TextAreaHandle | null>) {
  const [uploads] = useState(() => new Uploads());
  const list = useSyncExternalStore(uploads.subscribe, uploads.list);
  useEffect(() => {
    uploads.tell((id, { url }) => content.current?.fillSlot(id, url));
    window.addEventListener("online", uploads.retryAll);
    return () => {
      window.removeEventListener("online", uploads.retryAll);
      uploads.stop();
    };
  }, [uploads, content]);

  const remove = (id: number) => {
    uploads.remove(id);
    content.current?.closeSlot(id);
  };
  return {
    list,
    uploads,
    /** Uploads pictures, for a point of the screen or for the caret. */
    add: (files: readonly File[], point?: { x: number; y: number }) => {
      for (const file of files) {
        const slot = document.createElement("div");
        content.current?.openSlot(uploads.add(file, slot), slot, point);
      }
    },
    retry: (id: number) => uploads.retry(id),
    remove,
    describe: (id: number, url: string, words: string) => {
      remove(id);
      if (words.trim() !== "") content.current?.describePicture(url, words);
      content.current?.focus();
    },
  };
}
