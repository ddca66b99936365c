// Alarm tones. Two short rising tones for critical, one for the rest; volume and snooze are kept per console.
const tones = { critical: [[880, .16], [1175, .16], [880, .16], [1175, .22]], major: [[784, .18], [988, .2]], warning: [[660, .18]], info: [[523, .14]] };
let context = null, timer = 0, wanted = null, owner = null, blocked = false;
const until = () => Number(localStorage.getItem('opsbridge-snooze') || 0);
const muted = () => localStorage.getItem('opsbridge-sound') === 'off';

export function attach(reference) {
  owner = reference;
  const unlock = () => { if (context?.state === 'suspended') context.resume().then(report); };
  document.addEventListener('pointerdown', unlock);
  document.addEventListener('keydown', unlock);
  report();
}
export function detach() { owner = null; stop(); }
function audio() { context ??= new AudioContext(); return context; }
function mode() {
  if (muted()) return 'off';
  if (until() > Date.now()) return 'snoozed';
  return blocked || (context && context.state === 'suspended') ? 'blocked' : 'on';
}
function report() { blocked = context?.state === 'suspended'; owner?.invokeMethodAsync('ReportAsync', mode(), until()); }
function stop() { clearTimeout(timer); timer = 0; }

async function play(severity) {
  if (muted() || until() > Date.now()) return;
  const a = audio();
  if (a.state === 'suspended') {
    await Promise.race([a.resume(), new Promise(done => setTimeout(done, 200))]);
    if (a.state === 'suspended') { report(); return; }
    report();
  }
  let at = a.currentTime + .02;
  for (const [frequency, length] of tones[severity] ?? tones.info) {
    const o = a.createOscillator(), g = a.createGain();
    o.type = 'sine'; o.frequency.value = frequency;
    g.gain.setValueAtTime(0, at); g.gain.linearRampToValueAtTime(.22, at + .015); g.gain.linearRampToValueAtTime(0, at + length);
    o.connect(g).connect(a.destination); o.start(at); o.stop(at + length + .02);
    at += length + .04;
  }
}
/** severity '' stops; repeatMs 0 plays once; louder=false keeps the running repetition without a new tone now. */
export async function set(severity, repeatMs, louder) {
  stop(); wanted = severity || null;
  if (!wanted) return;
  if (louder) await play(wanted);
  if (repeatMs > 0) { const again = async () => { if (!wanted) return; await play(wanted); timer = setTimeout(again, repeatMs); }; timer = setTimeout(again, repeatMs); }
}
export async function allow() { localStorage.removeItem('opsbridge-sound'); localStorage.removeItem('opsbridge-snooze'); await audio().resume(); report(); if (wanted) await play(wanted); }
export function snooze(minutes) { localStorage.setItem('opsbridge-snooze', String(Date.now() + minutes * 60000)); setTimeout(report, minutes * 60000 + 500); report(); }
export function off() { localStorage.setItem('opsbridge-sound', 'off'); report(); }
export async function test(severity) { await audio().resume(); report(); await play(severity); }
