/** A picture of a text that was uploaded. */
export interface UploadedPicture {
  readonly url: string;
  readonly alt: string;
}

const picture =
  /!\[((?:\\.|[^\\\]])*)\]\((\/media\/[0-9a-f-]{36}\/[1-9]\d{0,4}x[1-9]\d{0,4}\.(?:avif|gif|jpg|png|webp))(?:\s[^)]*)?\)/g;

/** The uploaded pictures of a text in Markdown, each once. */
export function picturesIn(content: string): UploadedPicture[] {
  const found = new Map<string, UploadedPicture>();
  for (const [, alt = "", url = ""] of content.matchAll(picture)) {
    if (!found.has(url)) found.set(url, { url, alt: alt.replace(/\\(.)/g, "$1") });
  }
  return [...found.values()];
}
