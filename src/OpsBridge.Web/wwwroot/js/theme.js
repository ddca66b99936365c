// Loaded before first paint. The server sets data-theme from the cookie; this covers a cookie that was cleared.
(() => {
  const stored = localStorage.getItem('opsbridge-theme');
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset.theme = stored;
})();
