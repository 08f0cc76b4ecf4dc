// Runs before the first paint: the chosen colours, and the mark that scripts work.
(() => {
  const root = document.documentElement;
  root.classList.add("has-scripts");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    return; // Storage is forbidden; the cookie and the system decide.
  }
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
})();
