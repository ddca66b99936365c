// Alarm tones and notifications of this console. Volume, snooze, and how long each severity sounds are kept in the browser.
const tones = { critical: [[880, .16], [1175, .16], [880, .16], [1175, .22]], major: [[784, .18], [988, .2]], warning: [[660, .18]], info: [[523, .14]] };
const usual = { critical: 'repeat', major: 'once', warning: 'once', info: 'off' };
const pauses = { repeat: 10000, until: 1200 };
let context = null, timer = 0, wanted = null, owner = null, blocked = false, shown = null;
const until = () => Number(localStorage.getItem('opsbridge-snooze') || 0);
const muted = () => localStorage.getItem('opsbridge-sound') === 'off';
const quiet = () => muted() || until() > Date.now();
function lengths() {
  try { return { ...usual, ...JSON.parse(localStorage.getItem('opsbridge-lengths') || '{}') }; } catch { return usual; }
}
const length = severity => lengths()[severity] ?? 'once';

export function attach(reference) {
  owner = reference;
  const unlock = () => { if (context?.state === 'suspended') context.resume().then(report); };
  document.addEventListener('pointerdown', unlock);
  document.addEventListener('keydown', unlock);
  // The question must be asked within the click itself, or browsers refuse to ask it.
  document.addEventListener('click', e => {
    if (!(e.target instanceof Element) || !e.target.closest('[data-ask-notify]') || !('Notification' in window)) return;
    localStorage.removeItem('opsbridge-notify');
    Notification.requestPermission().then(report);
  });
  report();
}
export function detach() { owner = null; stop(); }
function audio() { context ??= new AudioContext(); return context; }
function mode() {
  if (muted()) return 'off';
  if (until() > Date.now()) return 'snoozed';
  return blocked || (context && context.state === 'suspended') ? 'blocked' : 'on';
}
function notifications() {
  if (!('Notification' in window)) return 'none';
  if (Notification.permission === 'denied') return 'denied';
  if (Notification.permission === 'default') return 'ask';
  return localStorage.getItem('opsbridge-notify') === 'off' ? 'off' : 'on';
}
function report() {
  blocked = context?.state === 'suspended';
  owner?.invokeMethodAsync('ReportAsync', { mode: mode(), snoozedUntil: until(), notifications: notifications(), lengths: lengths() });
}
function stop() { clearTimeout(timer); timer = 0; }

async function play(severity) {
  if (quiet()) return;
  const a = audio();
  if (a.state === 'suspended') {
    await Promise.race([a.resume(), new Promise(done => setTimeout(done, 200))]);
    if (a.state === 'suspended') { report(); return; }
    report();
  }
  let at = a.currentTime + .02;
  for (const [frequency, seconds] of tones[severity] ?? tones.info) {
    const o = a.createOscillator(), g = a.createGain();
    o.type = 'sine'; o.frequency.value = frequency;
    g.gain.setValueAtTime(0, at); g.gain.linearRampToValueAtTime(.22, at + .015); g.gain.linearRampToValueAtTime(0, at + seconds);
    o.connect(g).connect(a.destination); o.start(at); o.stop(at + seconds + .02);
    at += seconds + .04;
  }
}
// One notification, replaced and never piled up; only while nobody looks at the console. Its text is text.
function tell(severity, count, latest) {
  if (notifications() !== 'on' || quiet() || document.hasFocus()) return;
  shown = new Notification(`${count} unhandled ${severity}`, { body: latest, tag: 'opsbridge-alarm', renotify: true, silent: true });
  shown.onclick = () => { window.focus(); shown?.close(); };
}
function again() {
  stop();
  const pause = pauses[length(wanted)];
  if (!wanted || !pause) return;
  timer = setTimeout(async () => { await play(wanted); again(); }, pause);
}
/** severity '' stops; louder=false keeps the running repetition without a new tone now. */
export async function set(severity, louder, count, latest) {
  stop(); wanted = severity || null;
  if (!wanted) { shown?.close(); shown = null; return; }
  if (length(wanted) === 'off') return;
  if (louder) { tell(wanted, count, latest); await play(wanted); }
  again();
}
export async function allow() { localStorage.removeItem('opsbridge-sound'); localStorage.removeItem('opsbridge-snooze'); await audio().resume(); report(); if (wanted && length(wanted) !== 'off') { await play(wanted); again(); } }
export function snooze(minutes) { localStorage.setItem('opsbridge-snooze', String(Date.now() + minutes * 60000)); setTimeout(report, minutes * 60000 + 500); report(); }
export function off() { localStorage.setItem('opsbridge-sound', 'off'); report(); }
export async function test(severity) { await audio().resume(); report(); await play(severity); }
export function setLength(severity, value) { localStorage.setItem('opsbridge-lengths', JSON.stringify({ ...lengths(), [severity]: value })); report(); again(); }
export function notify(on) { if (on) localStorage.removeItem('opsbridge-notify'); else localStorage.setItem('opsbridge-notify', 'off'); report(); }
