// Loaded before anything is painted, so that a chosen theme does not flash. Without a choice the
// system's theme counts, and nothing has to be done.
try {
  const theme = localStorage.getItem("connectly.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing has no choice to honour.
}
