import { chooseTheme, currentTheme, themeOf, watchTheme } from "../lib/theme.ts";

/** Makes the choice of a theme at the page's foot work. */
export function offerThemes(): void {
  const choices = document.querySelectorAll<HTMLInputElement>('input[name="theme"]');
  const show = () => {
    for (const choice of choices) choice.checked = choice.value === currentTheme();
  };
  for (const choice of choices) choice.addEventListener("change", () => chooseTheme(themeOf(choice.value)));
  watchTheme(show);
  show();
}
