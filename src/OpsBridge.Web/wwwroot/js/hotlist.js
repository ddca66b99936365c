// Window of a long list: tells the server which rows are in view, keeps a row visible, and says when the operator works in it.
const lists = new Map();
const idleMs = 30000;

const phone = matchMedia('(max-width: 640px)');

export function attach(id, scroller, owner, tableRow, overscan) {
  if (!scroller) return; // the list was replaced by another one before this call arrived
  const state = { scroller, owner, overscan, first: -1, count: 0, phone: false, engaged: false, over: false, idle: 0, pending: false };
  const card = Number(scroller.dataset.cardRow || 0);
  Object.defineProperty(state, 'rowHeight', { get: () => (phone.matches && card > 0 ? card : tableRow) });
  const head = () => scroller.querySelector('thead')?.offsetHeight ?? 0;
  state.measure = () => {
    state.pending = false;
    const rowHeight = state.rowHeight, cards = phone.matches && card > 0;
    const inView = Math.ceil(scroller.clientHeight / rowHeight), top = Math.floor(scroller.scrollTop / rowHeight);
    const need = Math.max(0, top - Math.floor(overscan / 3)), last = top + inView + Math.floor(overscan / 3);
    if (cards === state.phone && state.first >= 0 && need >= state.first && last <= state.first + state.count && inView + overscan * 2 >= state.count) return;
    state.first = Math.max(0, top - overscan); state.count = inView + overscan * 2; state.phone = cards;
    owner.invokeMethodAsync('ShowWindowAsync', state.first, state.count, cards);
  };
  state.onScroll = () => { if (!state.pending) { state.pending = true; requestAnimationFrame(state.measure); } work(); };
  const report = () => {
    // A dialog opened from the list is still work in the list.
    const engaged = (state.over || scroller.contains(document.activeElement) || scroller.scrollTop > state.rowHeight || (state.engaged && !!document.querySelector('dialog[open]'))) && state.idle !== 0;
    if (engaged !== state.engaged) { state.engaged = engaged; owner.invokeMethodAsync('EngageAsync', engaged); }
  };
  const work = () => { clearTimeout(state.idle); state.idle = setTimeout(() => { state.idle = 0; report(); }, idleMs); report(); };
  state.listeners = [['scroll', state.onScroll], ['pointermove', () => { state.over = true; work(); }], ['pointerleave', () => { state.over = false; report(); }], ['focusin', work], ['focusout', () => setTimeout(report)], ['keydown', work]];
  state.listeners.forEach(([name, f]) => scroller.addEventListener(name, f, { passive: true }));
  dragging(id, scroller, owner);
  state.resize = new ResizeObserver(() => state.measure());
  state.resize.observe(scroller);
  state.head = head;
  lists.set(id, state);
}
// Rows with the attribute can be dragged onto one another. The listeners go with the element.
function dragging(id, scroller, owner) {
  let from = null, over = null;
  const row = e => e.target instanceof Element ? e.target.closest('tr[draggable]') : null;
  const mark = tr => { if (over !== tr) { over?.classList.remove('drop'); over = tr; over?.classList.add('drop'); } };
  scroller.addEventListener('dragstart', e => { from = row(e); if (from) { e.dataTransfer.effectAllowed = 'link'; e.dataTransfer.setData('text/plain', ''); } });
  scroller.addEventListener('dragover', e => { const tr = row(e); if (from && tr && tr !== from) { e.preventDefault(); e.dataTransfer.dropEffect = 'link'; mark(tr); } else mark(null); });
  scroller.addEventListener('drop', e => { const tr = row(e); if (from && tr && tr !== from) { e.preventDefault(); owner.invokeMethodAsync('DropAsync', from.id.slice(id.length + 1), tr.id.slice(id.length + 1)); } mark(null); from = null; });
  scroller.addEventListener('dragend', () => { mark(null); from = null; });
  scroller.addEventListener('dragleave', e => { if (!scroller.contains(e.relatedTarget)) mark(null); });
}
export function detach(id) {
  const s = lists.get(id);
  if (!s) return;
  s.listeners.forEach(([name, f]) => s.scroller.removeEventListener(name, f));
  s.resize.disconnect(); clearTimeout(s.idle); lists.delete(id);
}
export function reveal(id, index) {
  const s = lists.get(id);
  if (!s) return;
  // Whoever moves by key works in the list: focus says so to the list and to screen readers.
  if (!s.scroller.contains(document.activeElement)) s.scroller.querySelector('table').focus({ preventScroll: true });
  const top = index * s.rowHeight, room = s.scroller.clientHeight - s.head();
  if (top < s.scroller.scrollTop) s.scroller.scrollTop = top;
  else if (top + s.rowHeight > s.scroller.scrollTop + room) s.scroller.scrollTop = top + s.rowHeight - room;
}
export function toTop(id) { const s = lists.get(id); if (s) s.scroller.scrollTop = 0; }
export function pageSize(id) { const s = lists.get(id); return s ? Math.max(1, Math.floor((s.scroller.clientHeight - s.head()) / s.rowHeight) - 1) : 10; }
