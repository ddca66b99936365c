// One listener for all page keys. The server says which chords exist; only those are taken from the browser.
let owner = null, chords = new Set(), pending = null, pendingTimer = 0, enabled = localStorage.getItem('opsbridge-keys') !== 'off';
const typing = e => e.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=""], [contenteditable=true]');
const own = { Enter: 'a, button, summary, [role=button], [role=option], [role=tab], [role=menuitem], label, input', ' ': 'a, button, summary, input, label, [role=button], [role=tab]' };
const arrows = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']);
const widgets = '[role=listbox], [role=tablist], [role=radiogroup], [role=menu], [role=combobox], [type=radio], [role=spinbutton], [role=slider]';

export function attach(reference) { owner = reference; document.addEventListener('keydown', onKey); return enabled; }
export function detach() { document.removeEventListener('keydown', onKey); owner = null; }
// The page says which keys it listens to, so that whoever drives it by program need not guess when it does.
export function setChords(list) { chords = new Set(list); document.documentElement.dataset.keys = list.join('|'); }
export function setEnabled(on) { enabled = on; localStorage.setItem('opsbridge-keys', on ? 'on' : 'off'); }

function onKey(e) {
  if (!owner || e.defaultPrevented || e.metaKey || e.altKey || e.isComposing) return;
  const target = e.target instanceof Element ? e.target : document.body;
  if (typing(target)) {
    if (e.key === 'Escape' && !target.closest('dialog')) target.blur();
    return;
  }
  if (document.querySelector('dialog[open]')) return;
  if (own[e.key] && target.closest(own[e.key])) return;
  if (arrows.has(e.key) && target.closest(widgets)) return;
  const single = e.key.length === 1;
  if (single && !enabled) return;
  let chord = single && e.key !== '?' ? e.key.toLowerCase() : e.key;
  if (e.shiftKey && (!single || /[a-z]/i.test(e.key))) chord = `Shift+${chord}`;
  if (e.ctrlKey) { chord = `Ctrl+${chord}`; if (!chords.has(chord)) return; } // the browser keeps its own
  if (pending) {
    chord = `${pending} ${chord}`;
    pending = null; clearTimeout(pendingTimer);
  } else if ([...chords].some(c => c.startsWith(`${chord} `))) {
    pending = chord; clearTimeout(pendingTimer); pendingTimer = setTimeout(() => { pending = null; }, 1500);
    e.preventDefault();
    return;
  }
  if (!chords.has(chord)) return;
  e.preventDefault();
  owner.invokeMethodAsync('PressAsync', chord);
}
