import { createPostLimits } from "@connectly/common";

const limit = createPostLimits.content.maxLength;
/** From this length on, the editor says how much room is left. */
const nearLimit = 0.9 * limit;

/** Says how much room is left, once it matters. */
export function Room({ content }: { readonly content: string }) {
  // A text has at most as many characters as it has UTF-16 units.
  if (content.length < nearLimit) return null;
  const left = limit - Array.from(content).length;
  if (left > limit - nearLimit) return null;
  const number = new Intl.NumberFormat("en").format(Math.abs(left));
  const characters = Math.abs(left) === 1 ? "character" : "characters";
  return (
    <p className={left < 0 ? "field-errors" : "field-hint"} role="status">
      {`${number} ${characters} ${left < 0 ? "too many" : "left"}`}
    </p>
  );
}
