// Runs before the first paint: the theme the reader chose last, or the system's. Kept tiny and free of modules so that
// nothing is ever drawn in the wrong colours. The engine's preferences are applied once the session is known.
(function () {
  var root = document.documentElement;
  var chosen = null;
  try {
    chosen = localStorage.getItem('theme');
  } catch (error) {
    // Storage can be switched off; the system's answer is good enough.
  }
  var dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
  if (matchMedia('(prefers-contrast: more)').matches) root.dataset.contrast = 'more';
})();
