import { MoonIcon, SunIcon, SystemIcon } from "./icons.tsx";
import { chooseTheme, type Theme } from "../lib/theme.ts";
import { useTheme } from "./theme.ts";

const themes: readonly { theme: Theme; words: string; Icon: () => React.ReactNode }[] = [
  { theme: "system", words: "System", Icon: SystemIcon },
  { theme: "light", words: "Light", Icon: SunIcon },
  { theme: "dark", words: "Dark", Icon: MoonIcon },
];

/** Chooses between light, dark, and the system's choice. */
export function ThemeChoice() {
  const chosen = useTheme();
  return (
    <fieldset className="segments">
      <legend className="sr-only">Theme</legend>
      {themes.map(({ theme, words, Icon }) => (
        <label key={theme} className="segment">
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={theme === chosen}
            onChange={() => chooseTheme(theme)}
          />
          <Icon />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
