// The output of a run: stays at its end while it grows, until the reader scrolls away; copies it whole.
const outputs = new Map();
const near = 24, longest = 5_000_000;

export function attach(id, scroller, owner, follow) {
  if (!scroller) return; // gone before this call arrived
  const state = { scroller, owner, follow, own: false };
  state.onScroll = () => {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < near;
    if (state.own) { state.own = false; return; }
    if (atEnd !== state.follow) { state.follow = atEnd; owner.invokeMethodAsync('FollowsAsync', atEnd); }
  };
  scroller.addEventListener('scroll', state.onScroll, { passive: true });
  // Lines arrive after the list has learnt its new length; whoever follows moves with them.
  state.grow = new MutationObserver(() => toEnd(state));
  state.grow.observe(scroller, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
  outputs.set(id, state);
  toEnd(state);
}
function toEnd(state) {
  const { scroller } = state;
  if (!state.follow || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 1) return;
  state.own = true;
  scroller.scrollTop = scroller.scrollHeight;
}
export function grown(id) { const s = outputs.get(id); if (s) toEnd(s); }
export function follow(id, on) { const s = outputs.get(id); if (s) { s.follow = on; toEnd(s); } }
export function detach(id) {
  const s = outputs.get(id);
  if (!s) return;
  s.scroller.removeEventListener('scroll', s.onScroll);
  s.grow.disconnect();
  outputs.delete(id);
}
export async function copy(address) {
  try {
    const answer = await fetch(address);
    const text = answer.ok ? await answer.text() : '';
    if (!text || text.length > longest) return false;
    await navigator.clipboard.writeText(text);
    return true;
  } catch { return false; }
}
