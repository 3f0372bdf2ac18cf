/** Gives the page the theme that was chosen on the site, or else the system's. */
export function followTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const page = document.documentElement;
  const show = () => {
    const chosen = page.dataset["theme"];
    page.classList.toggle("dark-mode", chosen ? chosen === "dark" : system.matches);
  };
  system.addEventListener("change", show);
  show();
}
