// Starts the circuit with short timeouts (a dead connection is shown within 10 s) and looks after it until it is back.
const root = document.documentElement;
const dialog = document.getElementById('components-reconnect-modal');
const text = (id, value) => { const e = document.getElementById(id); if (e) e.textContent = value; };
const isWall = () => location.pathname.startsWith('/wall');
let downSince = null, attempt = 0, polling = false;

function down() {
  if (!downSince) { downSince = new Date(); root.dataset.link = 'down'; }
  const at = downSince.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  text('reconnect-since', at);
  document.querySelectorAll('[data-stale-since]').forEach(e => { e.textContent = at; });
}
function up() { downSince = null; attempt = 0; delete root.dataset.link; if (dialog?.open) dialog.close(); }
function say() {
  text('reconnect-attempt', attempt);
  if (!dialog.open) dialog.showModal();
}

// The server may still hold the circuit: take it up again. If it does not, the page starts anew; the address holds its state.
async function comeBack() {
  try {
    if (await Blazor.reconnect()) { up(); return true; }
    location.reload();
    return true;
  } catch { return false; }
}
async function poll() {
  if (polling) return;
  polling = true;
  while (downSince) {
    attempt++;
    say();
    try {
      const answer = await fetch(new URL('health/live', document.baseURI), { cache: 'no-store', signal: AbortSignal.timeout(4000) });
      if (answer.ok && await comeBack()) break;
    } catch { /* still away */ }
    await new Promise(done => setTimeout(done, Math.min(500 + attempt * 250, 3000)));
  }
  polling = false;
}

if (dialog) {
  dialog.addEventListener('cancel', e => e.preventDefault());
  document.getElementById('reconnect-now').addEventListener('click', () => { down(); comeBack(); });
  document.getElementById('reconnect-reload').addEventListener('click', () => location.reload());
}

// An error in the circuit cannot be repaired from here: say it, and let a wall display reload by itself.
const failed = document.getElementById('blazor-error-ui');
if (failed) {
  document.getElementById('error-reload').addEventListener('click', () => location.reload());
  new MutationObserver(() => {
    if (failed.style.display === 'block') { root.dataset.link = 'down'; if (isWall()) setTimeout(() => location.reload(), 5000); }
  }).observe(failed, { attributes: true, attributeFilter: ['style'] });
}

Blazor.start({
  circuit: {
    configureSignalR: b => b.withServerTimeout(8000).withKeepAliveInterval(3000),
    reconnectionHandler: { onConnectionDown: () => { down(); poll(); }, onConnectionUp: up },
  },
});
