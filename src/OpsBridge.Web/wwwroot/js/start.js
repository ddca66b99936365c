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
function say(what, paused) {
  text('reconnect-what', what); text('reconnect-attempt', attempt);
  document.getElementById('reconnect-trying').hidden = paused; document.getElementById('reconnect-resume').hidden = !paused;
  if (!dialog.open) dialog.showModal();
}
async function comeBack() {
  try {
    if (await Blazor.reconnect()) { up(); return true; }
    if (await Blazor.resumeCircuit()) { up(); return true; }
    location.reload();
    return true;
  } catch { return false; }
}
async function poll() {
  if (polling) return;
  polling = true;
  while (downSince) {
    attempt++;
    say('The connection to the server is lost.', false);
    try {
      const answer = await fetch(new URL('favicon.svg', document.baseURI), { cache: 'no-store', signal: AbortSignal.timeout(4000) });
      if (answer.ok && await comeBack()) break;
    } catch { /* still away */ }
    await new Promise(done => setTimeout(done, Math.min(1000 + attempt * 500, 5000)));
  }
  polling = false;
}
async function resume() {
  try { if (await Blazor.resumeCircuit()) { up(); return; } location.reload(); }
  catch { text('reconnect-what', 'The session could not be resumed yet.'); down(); poll(); }
}

if (dialog) {
  dialog.addEventListener('components-reconnect-state-changed', e => {
    const state = e.detail.state;
    if (state === 'show') { down(); attempt = 1; say('The connection to the server is lost.', false); }
    else if (state === 'hide') up();
    else if (state === 'retrying') { down(); attempt = e.detail.currentAttempt ?? attempt + 1; say('The connection to the server is lost.', false); }
    else if (state === 'failed') { down(); poll(); }
    else if (state === 'paused') { down(); say('The server has paused this session.', true); if (isWall()) resume(); }
    else if (state === 'resume-failed') { down(); say('The session could not be resumed.', true); poll(); }
    else if (state === 'rejected') location.reload();
  });
  dialog.addEventListener('cancel', e => e.preventDefault());
  document.getElementById('reconnect-now').addEventListener('click', () => { down(); comeBack(); });
  document.getElementById('reconnect-resume').addEventListener('click', resume);
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
    reconnectionOptions: { maxRetries: 8, retryIntervalMilliseconds: n => n < 2 ? 300 : Math.min(n * 700, 3000) },
  },
});
