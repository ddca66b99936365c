// Values under the pointer (or the arrow keys) without asking the server. The data lies in a JSON attribute of the figure.
function find(points, x) {
  let lo = 0, hi = points.length - 1;
  while (hi - lo > 1) { const mid = (lo + hi) >> 1; if (points[mid][0] < x) lo = mid; else hi = mid; }
  return hi < 0 ? -1 : (Math.abs(points[lo][0] - x) <= Math.abs(points[hi][0] - x) ? lo : hi);
}
function show(figure, x) {
  const data = JSON.parse(figure.dataset.chart), svg = figure.querySelector('svg'), tip = figure.querySelector('.chart-tip'), cursor = figure.querySelector('.cursor');
  const longest = data.series.reduce((a, s) => s.points.length > a.points.length ? s : a, data.series[0]);
  if (!longest) return;
  const i = find(longest.points, x);
  if (i < 0) return;
  const at = longest.points[i][0];
  figure.dataset.at = String(at);
  figure.dataset.moment = String(longest.points[i][4]); // what "Pin to log" pins
  cursor.setAttribute('x1', at); cursor.setAttribute('x2', at); cursor.removeAttribute('hidden'); cursor.style.display = '';
  tip.replaceChildren();
  const line = (label, value) => { const d = document.createElement('div'), b = document.createElement('b'); b.textContent = value; d.append(label ? `${label} ` : '', b); tip.append(d); };
  line('', longest.points[i][3]);
  for (const s of data.series) { const j = find(s.points, at); if (j >= 0 && Math.abs(s.points[j][0] - at) < 6) line(s.name, s.points[j][2]); }
  tip.hidden = false;
  const scale = svg.clientWidth / data.width, left = at * scale;
  tip.style.top = '6px';
  tip.style.left = left > svg.clientWidth / 2 ? '' : `${left + 10}px`; tip.style.right = left > svg.clientWidth / 2 ? `${svg.clientWidth - left + 10}px` : '';
}
function hide(figure) {
  const tip = figure.querySelector('.chart-tip'), cursor = figure.querySelector('.cursor');
  if (tip) tip.hidden = true;
  if (cursor) cursor.style.display = 'none';
}
document.addEventListener('pointermove', e => {
  const figure = e.target.closest?.('[data-chart]');
  document.querySelectorAll('[data-chart][data-live]').forEach(f => { if (f !== figure) { delete f.dataset.live; hide(f); } });
  if (!figure) return;
  figure.dataset.live = '1';
  const box = figure.querySelector('svg').getBoundingClientRect(), width = JSON.parse(figure.dataset.chart).width;
  show(figure, (e.clientX - box.left) * width / box.width);
}, { passive: true });
document.addEventListener('keydown', e => {
  const figure = e.target.closest?.('[data-chart]');
  if (!figure || !['ArrowLeft', 'ArrowRight', 'Escape'].includes(e.key)) return;
  if (e.key === 'Escape') { delete figure.dataset.moment; hide(figure); return; }
  e.preventDefault();
  const points = JSON.parse(figure.dataset.chart).series[0]?.points ?? [];
  const i = Math.max(0, points.findIndex(p => p[0] >= Number(figure.dataset.at ?? 1e9)));
  const next = figure.dataset.at === undefined ? points.length - 1 : Math.min(points.length - 1, Math.max(0, i + (e.key === 'ArrowLeft' ? -1 : 1)));
  if (points[next]) show(figure, points[next][0]);
});
