// Copies a shown secret. The clipboard interface exists on HTTPS and loopback only; elsewhere the old command still works.
export async function copy(id) {
  const field = document.getElementById(id);
  if (!field) return false;
  field.select();
  try {
    if (navigator.clipboard) { await navigator.clipboard.writeText(field.value); return true; }
  } catch { /* refused by the browser: try the old way */ }
  return document.execCommand('copy');
}
