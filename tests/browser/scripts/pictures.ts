import { fileURLToPath } from "node:url";

import { Actor } from "../src/actor.ts";
import { age } from "../src/database.ts";
import { test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

const folder = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));

const weaving = `When people first see a loom with punched cards, they look at the cloth. Look at the cards. The cloth is one pattern; the cards are *every* pattern that somebody has thought of.

## A card is a sentence

It says one thing, and says it exactly: lift these threads, leave those. A thousand of them in a row say something that no single one knows about.

\`\`\`rust
fn bernoulli(n: usize) -> Ratio<i128> {
    let mut row = vec![Ratio::from(0); n + 1];
    for m in 0..=n {
        row[m] = Ratio::new(1, m as i128 + 1);
        for j in (1..=m).rev() {
            row[j - 1] = (row[j - 1] - row[j]) * j as i128;
        }
    }
    row[0]
}
\`\`\`

Nothing in it knows what a Bernoulli number is. The pattern does.

## What the loom cannot do

It has never surprised its owner with flowers. It does what we know how to say; the interesting word in that sentence is *we*.
`;

const posts = [
  ["Grace", "A moth in the relay", "We taped it into the log book, beside the place where it had met its end. I have been asked since whether we were annoyed. We were delighted: for once the fault had wings, and could be pointed at.", 190, ["Computing", "History"]],
  ["Katherine", "Checked by hand", "He would not fly until the numbers had been checked, and so I checked them, for a day and a half. People tell this story about trust in people. I think that it is about trust in *methods*: two that agree are worth more than one that is fast.", 74, ["Spaceflight"]],
  ["Annie", "Notes from a planetarium in winter", "The heating failed in the second act, somewhere around Saturn, and not one of the children left. A short account of what we learned about cold, attention, and why the ceiling is worth more than the carpet.", 51, ["Astronomy"]],
  ["Emmy", "Symmetry, for those who have only one evening", "Turn the table and the dinner stays the same. From this, and a little patience, follows that energy is conserved. I shall try to get from one to the other before the coffee is cold, and without a single formula.", 27, ["Mathematics"]],
  ["Hedy", "Eighty-eight frequencies and a player piano", "The idea came at the piano, where ideas are allowed to jump. If the sender and the receiver turn the same roll of paper at the same speed, nobody in between can follow the tune.", 5, ["Radio"]],
  ["Ada", "What the loom taught me about programs", weaving, 2, ["Looms", "Programming"]],
] as const;

test("the pictures", async ({ page, openBrowser }) => {
  let ada: Actor | undefined;
  let id = "";
  for (const [name, title, content, hours, tags] of posts) {
    const author = await Actor.signUp(name);
    ({ id } = await author.api.createPost({ title, content, tags: [...tags] }));
    await age(id, hours);
    ada = author;
  }
  if (!ada) throw new Error("nobody writes");
  await page.setViewportSize({ width: 1120, height: 740 });
  await signIn(page, ada, `/blog/${id}`);
  await heading(page, "What the loom taught me about programs").waitFor();
  await page.locator(".hljs-keyword").first().waitFor();
  await page.screenshot({ path: `${folder}light.png` });

  await page.emulateMedia({ colorScheme: "dark" });
  const editor = await Editor.open(page, await ada.draft("Notes on the second engine", weaving));
  await editor.says("Saved");
  await page.screenshot({ path: `${folder}dark.png` });

  const phone = await openBrowser({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await signIn(phone, ada);
  await phone.getByRole("article").first().waitFor();
  // The mouse stays where the button was pressed, and would highlight what is there now.
  await phone.mouse.move(0, 0);
  await phone.screenshot({ path: `${folder}phone.png` });
});
