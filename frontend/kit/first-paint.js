// Runs before the page is painted for the first time, and is a file of its own because the content
// security policy forbids inline scripts. It applies what this browser remembers: the theme, the
// language, and whether somebody is signed in. The apps write these keys (theme.rs, i18n, first_paint.rs).
"use strict";
(() => {
  const root = document.documentElement;
  const remembered = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      // The person has disabled storage.
      return null;
    }
  };

  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const applyTheme = () => {
    const choice = remembered("sigillo.theme");
    const isDark = choice === "dark" || (choice !== "light" && systemIsDark.matches);
    root.dataset.theme = isDark ? "dark" : "light";
  };
  applyTheme();
  systemIsDark.addEventListener("change", applyTheme);
  addEventListener("storage", applyTheme);
  addEventListener("sigillo-theme", applyTheme);

  if (remembered("sigillo.lang") === "en") root.lang = "en";

  // The sign-in form is shown at once where it is what the app will show.
  const { session, signIn } = document.currentScript.dataset;
  const isSignInPage = !signIn || signIn.split(" ").includes(location.pathname.replace(/\/$/, ""));
  root.dataset.first = isSignInPage && !remembered(session) ? "form" : "wait";
})();
