// Small things the console needs from the browser: zone, clock, ages, theme, dialogs. One timer for the whole page.
let skew = 0, zone = 'UTC';
const now = () => Date.now() + skew;
const pad = n => String(n).padStart(2, '0');

function zoneName(at, timeZone) {
  const part = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' }).formatToParts(at).find(p => p.type === 'timeZoneName');
  return part ? part.value : 'UTC';
}
/** Zone id and its short names around the year, keyed by the month's first day, so that the server can name summer and winter time. */
export function viewer(serverNowMs) {
  skew = Math.abs(serverNowMs - Date.now()) > 2000 ? serverNowMs - Date.now() : 0;
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const year = new Date().getUTCFullYear();
  const winter = new Date(Date.UTC(year, 0, 1)), summer = new Date(Date.UTC(year, 6, 1));
  return { zone, january: zoneName(winter, zone), july: zoneName(summer, zone) };
}

/** Same words as DurationText.Show on the server. */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  const m = Math.floor(s / 60);
  if (m < 60) return `${m} min`;
  const h = Math.floor(m / 60);
  if (h < 24) return `${h} h ${pad(m % 60)}`;
  const d = Math.floor(h / 24);
  return d < 100 ? `${d} d ${h % 24} h` : `${d} d`;
}
// The text node is changed in place: replacing it would cut it off from the server's tree.
function write(element, value) {
  const node = element.firstChild;
  if (node && node.nodeType === 3) { if (node.nodeValue !== value) node.nodeValue = value; }
}
function tick() {
  const at = new Date(now());
  for (const e of document.querySelectorAll('time[data-age]')) {
    const seconds = (now() - Date.parse(e.dateTime)) / 1000;
    const left = e.dataset.age === 'until';
    const words = left ? (seconds > 0 ? 'due' : duration(-seconds)) : duration(seconds);
    write(e, words + (e.dataset.suffix && !(left && seconds > 0) ? ` ${e.dataset.suffix}` : ''));
  }
  for (const e of document.querySelectorAll('[data-clock]')) {
    write(e, new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at));
    const box = e.closest('.clock');
    if (box) box.title = `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  }
  for (const e of document.querySelectorAll('[data-limit]')) e.closest('.panel')?.classList.toggle('overdue', now() - Date.parse(e.dataset.asOf) > Number(e.dataset.limit) * 1000);
}
setInterval(tick, 1000);

export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('opsbridge-theme', theme);
  document.cookie = `opsbridge-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
}
export const theme = () => document.documentElement.dataset.theme || 'dark';
export function focus(id) { const e = document.getElementById(id); if (e) { e.focus(); if (e.select) e.select(); } }
/** After a form was refused: to its first wrong field, or to what is said about it. */
export function focusWrong() { const e = document.querySelector('main [aria-invalid=true]'); if (e) e.focus(); else document.querySelector('main :is(.error, .form-error)')?.scrollIntoView({ block: 'center' }); }
/** On with the rows: focus goes to the list, where arrow keys move. */
export function focusGrid() { document.querySelector('.hot table')?.focus({ preventScroll: true }); }
export function openMenu(id) { const m = document.getElementById(id); if (m) { closeMenus(); m.open = true; (m.querySelector('.menu-body button, .menu-body a') ?? m.querySelector('summary'))?.focus(); } }
/** A dialog that asks for something is answered by typing at once; else the focus is on its first button. */
export function showDialog(element) { if (element && !element.open) { element.showModal(); element.querySelector('.dialog-body :is(input, textarea, select):not([disabled])')?.focus(); } }
export function closeDialog(element) { if (element && element.open) element.close(); }
export function closeMenus() { document.querySelectorAll('details.menu[open]').forEach(m => { m.open = false; }); }
export function read(key) { return localStorage.getItem(key); }
export function store(key, value) { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); }

// What is typed on a round stays in the browser until the server has it: neither a lost connection nor a reload loses it.
document.addEventListener('input', e => { const key = e.target.dataset?.draft; if (key) store(key, e.target.value || null); });
document.addEventListener('click', e => document.querySelectorAll('details.menu[open]').forEach(m => { if (!m.contains(e.target)) m.open = false; }));
document.addEventListener('keydown', e => {
  if (e.key !== 'Escape') return;
  const menu = document.querySelector('details.menu[open]');
  if (menu) { menu.open = false; menu.querySelector('summary')?.focus(); }
});
