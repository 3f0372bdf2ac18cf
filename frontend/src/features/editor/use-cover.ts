import { useEffect, useRef, useState } from "react";

import { pictureFault } from "../../shared/pictures/fault.ts";
import { sendPicture } from "../../shared/pictures/send.ts";

/** A cover on its way to the server. It continues while the field for it isn't shown. */
export interface CoverUpload {
  /** The part that was sent, from 0 to 1. Undefined if there is no upload. */
  readonly part: number | undefined;
  /** Why the last one failed; empty if it didn't. */
  readonly fault: string;
  readonly start: (file: File) => Promise<void>;
}

/** Uploads covers, one at a time, until the page is left. */
export function useCover(onUploaded: (url: string) => void): CoverUpload {
  const [part, setPart] = useState<number>();
  const [fault, setFault] = useState("");
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (file: File) => {
    const stop = new AbortController();
    running.current = stop;
    setFault("");
    setPart(0);
    try {
      const { url } = await sendPicture(file, { onProgress: setPart, signal: stop.signal });
      if (!stop.signal.aborted) onUploaded(url);
    } catch (error) {
      if (!stop.signal.aborted) setFault(pictureFault(error).words);
    } finally {
      setPart(undefined);
    }
  };
  return { part, fault, start };
}
