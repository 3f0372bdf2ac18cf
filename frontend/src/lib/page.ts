/**
 * Whether visitors without an account may read. The server writes it into the page, so that the app
 * knows before its first request.
 */
export const publicReads: boolean =
  typeof document !== "undefined" &&
  document.querySelector<HTMLMetaElement>('meta[name="public-reads"]')?.content === "true";
