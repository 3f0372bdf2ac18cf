// Loaded before anything is painted, so that neither a chosen theme nor the links for those who are
// signed in appear late. Without a choice the system's theme counts.
(() => {
  const page = document.documentElement.dataset;
  page.scripts = "on";
  try {
    const theme = localStorage.getItem("connectly.theme");
    if (theme === "light" || theme === "dark") page.theme = theme;
    const session = JSON.parse(localStorage.getItem("connectly.session") ?? "null");
    if (session?.state !== "in") return;
    page.session = "in";
    const author = document.querySelector('meta[name="author-id"]')?.content;
    if (author !== undefined && author === session.user?.id) page.author = "me";
  } catch {
    // A browser that keeps nothing has no choice to honour.
  }
})();
