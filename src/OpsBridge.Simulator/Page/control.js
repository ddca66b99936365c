// The control page: reads the API every second or two and changes only what is different, so that focus and typed numbers stay.

const faultWords = {
  none: 'OK', down: 'Down', slow: 'Slow', errors: 'Errors', hang: 'Hangs', wrongBanner: 'Wrong banner', sensor: 'Value set',
};
const amounts = {
  slow: { label: 'Extra milliseconds', value: 2500, min: 1, max: 60000 },
  errors: { label: 'Percent of answers', value: 40, min: 1, max: 100 },
  sensor: { label: 'Value shown', value: 92, min: -1000, max: 100000 },
};
const phases = {
  idle: ['Idle', '', 'Load follows the time of day. All six members share it.'],
  peak: ['Peak load', 'warning', 'The shops are at their peak. Six members carry it with ease.'],
  poolCut: ['Answer times climb', 'critical', 'An administrator has left two members in the pool. Find it in the balancer’s log, then restore the pool.'],
  saturated: ['Saturated', 'critical', 'Two members cannot carry the peak: answers take seconds, some are refused.'],
  recovering: ['Recovering', 'ok', 'The pool is whole again. The queue drains.'],
};
const rows = new Map();
const poolBoxes = new Map();
const byId = id => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function setChip(element, text, tone) {
  setText(element, text);
  element.className = `chip ${tone}`;
}

async function send(method, path, body, said) {
  const message = byId('message');
  try {
    const response = await fetch(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    const problem = response.ok ? null : await response.json().catch(() => null);
    message.className = response.ok ? '' : 'bad';
    message.textContent = response.ok ? said : problem?.detail ?? `Refused (${response.status}).`;
  } catch {
    message.className = 'bad';
    message.textContent = 'The simulator does not answer.';
  }
  await Promise.all([readNodes(), readIncident()]);
}

function addRow(node, body) {
  const chip = make('span', { class: 'chip' });
  const readings = make('span');
  const fault = make('select', { 'aria-label': `Fault for ${node.key}` },
    ...node.faults.map(kind => make('option', { value: kind }, faultWords[kind])));
  const metric = make('select', { 'aria-label': `Metric of ${node.key}` },
    ...Object.keys(node.sensors).map(name => make('option', { value: name }, name)));
  const amount = make('input', { type: 'number' });
  const breakIt = make('button', { type: 'button', 'aria-label': `Break ${node.key}` }, 'Break');
  const heal = make('button', { type: 'button', 'aria-label': `Heal ${node.key}` }, 'Heal');

  const offerAmount = () => {
    const wanted = amounts[fault.value];
    amount.hidden = !wanted;
    metric.hidden = fault.value !== 'sensor';
    if (!wanted) return;
    amount.min = wanted.min;
    amount.max = wanted.max;
    amount.value = wanted.value;
    amount.setAttribute('aria-label', `${wanted.label} for ${node.key}`);
  };
  fault.addEventListener('change', offerAmount);
  offerAmount();

  const path = `/api/nodes/${encodeURIComponent(node.key)}`;
  breakIt.addEventListener('click', () => send('POST', `${path}/break`, {
    fault: fault.value,
    amount: amount.hidden ? null : Number(amount.value),
    metric: metric.hidden ? null : metric.value,
  }, `${node.key}: ${faultWords[fault.value].toLowerCase()}.`));
  heal.addEventListener('click', () => send('POST', `${path}/heal`, {}, `${node.key} is healthy again.`));

  const address = node.port === 0 ? 'no port' : `${node.scheme} :${node.port}`;
  body.append(make('tr', {},
    make('td', { class: 'name' }, node.key),
    make('td', { class: 'address' }, address),
    make('td', {}, chip),
    make('td', {}, make('div', { class: 'controls' }, fault, metric, amount, breakIt, heal))));
  if (metric.options.length > 0) body.append(make('tr', { class: 'more' }, make('td', { colspan: 4, class: 'readings' }, readings)));
  rows.set(node.key, { chip, readings, heal });
}

function addSite(name) {
  const body = make('tbody');
  const head = make('thead', {}, make('tr', {},
    ...['Node', 'Port', 'State', 'Fault'].map(title => make('th', { scope: 'col' }, title))));
  byId('sites').append(make('section', {}, make('table', {}, make('caption', {}, name), head, body)));
  return body;
}

function stateOf(node) {
  if (node.cutOff) return ['◆ Cut off', 'unknown'];
  if (node.fault === 'none') return ['● OK', 'ok'];
  const detail = node.fault === 'slow' ? ` +${node.amount} ms`
    : node.fault === 'errors' ? ` ${node.amount} %`
    : node.fault === 'sensor' ? ` ${node.amount}` : '';
  const hard = node.fault === 'down' || node.fault === 'hang';
  return [`${hard ? '■' : '▲'} ${faultWords[node.fault]}${detail}`, hard ? 'critical' : 'warning'];
}

async function readNodes() {
  const nodes = await (await fetch('/api/nodes')).json();
  if (rows.size === 0) {
    const stores = nodes.filter(node => node.role === 'storeRouter');
    const groups = Map.groupBy(nodes, node => (stores.includes(node) ? 'Stores' : node.site));
    for (const [site, members] of groups) {
      const body = addSite(site);
      members.forEach(node => addRow(node, body));
    }
  }
  for (const node of nodes) {
    const row = rows.get(node.key);
    setChip(row.chip, ...stateOf(node));
    setText(row.readings, Object.entries(node.sensors).map(([name, value]) => `${name} ${value}`).join(' · '));
    row.heal.disabled = node.fault === 'none';
  }
}

function showPool(incident) {
  const box = byId('pool');
  if (poolBoxes.size === 0) {
    for (const member of incident.fullPool) {
      const input = make('input', { type: 'checkbox' });
      input.addEventListener('change', () => send('PUT', '/api/pool',
        { members: incident.fullPool.filter(m => poolBoxes.get(m).checked) }, 'The balancer has reloaded its pool.'));
      poolBoxes.set(member, input);
      box.append(make('label', {}, input, member));
    }
  }
  for (const [member, input] of poolBoxes) input.checked = incident.pool.includes(member);
}

async function readIncident() {
  const incident = await (await fetch('/api/incident')).json();
  const [word, tone, story] = phases[incident.phase];
  const { inventory } = incident;
  setChip(byId('phase'), word, tone);
  setText(byId('story'), story);
  setText(byId('load'), `${Math.round(inventory.requestsPerSecond)} /s`);
  setText(byId('utilisation'), `${Math.round(inventory.utilisation * 100)} %`);
  setText(byId('response'), `${Math.round(inventory.responseMilliseconds)} ms`);
  setText(byId('rejected'), `${Math.round(inventory.rejectedPercent)} %`);
  showPool(incident);
  byId('start').disabled = ['peak', 'poolCut', 'saturated'].includes(incident.phase);
  byId('stop').disabled = incident.phase === 'idle';
  byId('restore').disabled = incident.pool.length === incident.fullPool.length;
}

async function refresh() {
  try {
    await Promise.all([readNodes(), readIncident()]);
    setChip(byId('link'), '● Live', 'ok');
  } catch {
    setChip(byId('link'), '■ Not answering: what is shown is old', 'critical');
  }
  setTimeout(refresh, 1000);
}

byId('start').addEventListener('click', () => send('POST', '/api/incident/start', {}, 'The peak begins. The pool is cut in half a minute.'));
byId('stop').addEventListener('click', () => send('POST', '/api/incident/stop', {}, 'The incident has ended.'));
byId('restore').addEventListener('click', () =>
  send('PUT', '/api/pool', { members: [...poolBoxes.keys()] }, 'The pool is whole again.'));
byId('heal-all').addEventListener('click', () => send('POST', '/api/heal', {}, 'Every node is healthy and the pool is whole.'));
refresh();
