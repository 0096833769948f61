// Chooses light or dark before the first paint, as Mantine will: the policy of the page allows no script in the page itself.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("signalbox-colour-scheme");
  } catch {
    // Storage that is closed to us holds no choice.
  }
  const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
})();
