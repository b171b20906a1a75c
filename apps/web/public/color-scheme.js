// Runs before the first paint, as a file of its own: the Content-Security-Policy forbids inline scripts.
(function () {
  var chosen = null;
  try {
    chosen = window.localStorage.getItem('bellhop-color-scheme');
  } catch (storageIsForbidden) {
    chosen = null;
  }
  var isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  var scheme = chosen === 'light' || chosen === 'dark' ? chosen : isDark ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
