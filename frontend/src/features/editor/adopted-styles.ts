import { StyleModule } from "style-mod";

/**
 * The document without its head. style-mod constructs a style sheet for a root that has none, such
 * as a shadow root. Otherwise it writes a `<style>` element, which `style-src 'self'` forbids.
 */
const root = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(sheets: CSSStyleSheet[]) {
    document.adoptedStyleSheets = sheets;
  },
};

let isAdopting = false;

/**
 * Lets CodeMirror's styles through the Content-Security-Policy, which allows sheets that a script
 * constructs. Call it before the first editor is made.
 */
export function adoptStyles(): void {
  if (isAdopting) return;
  isAdopting = true;
  const mount = StyleModule.mount.bind(StyleModule);
  // CodeMirror can't be told another root without looking for its selection there, too.
  StyleModule.mount = (_document, modules) => mount(root as unknown as ShadowRoot, modules);
}
