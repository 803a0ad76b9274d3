// One question a row, drawn from the latest sample.
import { $, clock, count, draw, duration, el, rate, spoken } from './format.js';
import { Chart } from './charts.js';
import { follow } from './stream.js';
import * as act from './actions.js';

const words = name => name[0] + name.slice(1).toLowerCase().replaceAll('_', ' ');
const latency = new Chart('chart-latency', [{ key: 'p50', label: 'p50', colour: '--a' }, { key: 'p99', label: 'p99', colour: '--c', dash: [6, 4] }], ' ms');
const rates = new Chart('chart-rates', [{ key: 'accepted', label: 'Accepted', colour: '--a' }, { key: 'decided', label: 'Decided', colour: '--b', dash: [6, 4] },
  { key: 'refused', label: 'Refused early', colour: '--c', dash: [2, 3] }], '/s');
const opened = new Set();
let now = {}, mayAct = false, spokenAt = 0;

function tile(label, [value, unit = ''], mood = '') {
  return el('div', { class: `tile ${mood}` }, el('b', {}, value, unit && el('small', {}, unit)), el('span', {}, label));
}

function promises({ oversold, doubled, notStored, checked }) {
  const one = (label, n) => tile(n ? `${label}: look now` : label, [count(n)], n ? 'bad' : 'good');
  return [one('oversold', oversold), one('issued twice', doubled),
    one(`accepted but not stored, of ${count(checked)} checked here`, notStored)];
}

function waits({ queue, latency }) {
  const slow = (seconds, warn, bad) => seconds == null ? '' : seconds > bad ? 'bad' : seconds > warn ? 'warn' : '';
  const p50 = latency ? latency.p50 / 1000 : null, p99 = latency ? latency.p99 / 1000 : null, stalled = queue.lag && queue.clearSeconds == null;
  return [tile('half decided within (p50)', duration(p50), slow(p50, 1, 5)), tile('99 of 100 within (p99)', duration(p99), slow(p99, 2, 10)),
    tile('oldest undecided request', queue.lag ? duration(queue.oldestSeconds) : ['none'], slow(queue.oldestSeconds, 5, 30)),
    tile(`to clear a lag of ${count(queue.lag)}`, stalled ? ['stalled'] : duration(queue.clearSeconds ?? 0),
      stalled && queue.oldestSeconds > 5 ? 'bad' : slow(queue.clearSeconds, 30, 300))];
}

function facts(it) {
  if (it.state === 'SCHEDULED') return `Opens at ${new Date(it.opensAt).toLocaleString('en-GB')}`;
  if (it.state !== 'OPEN') return ' ';
  return !it.rate ? 'No requests now' : `${rate(it.rate)} issued per second, sold out in ${spoken(it.left / it.rate)}`;
}

function card(it) {
  const button = (label, work, look = '') => el('button', { type: 'button', class: look, 'data-key': `${it.couponId} ${label}`,
    'aria-label': `${label}: ${it.name}`, click: () => work(it) }, label);
  const closed = it.state === 'CLOSED';
  return el('article', { class: 'coupon', 'data-coupon': it.couponId },
    el('header', {}, el('h3', { title: it.name }, it.name, ' ', el('small', {}, `#${it.couponId}`)),
      el('span', { class: `state ${it.state}` }, words(it.state))),
    el('p', { class: 'stock' }, el('span', {}, el('b', {}, count(it.left)), ' left'), el('span', {}, `${count(it.issued)} of ${count(it.totalQuantity)} issued`)),
    el('meter', { min: 0, max: Math.max(1, it.totalQuantity), value: it.left, 'aria-label': `Stock of ${it.name}` }),
    el('p', { class: 'facts' }, facts(it)),
    mayAct && el('footer', {},
      !closed && (it.state === 'PAUSED' ? button('Resume', one => act.pause(one, false)) : button('Pause', one => act.pause(one, true))),
      it.codes ? button('Import codes', act.importCodes) : !closed && button('Add stock', act.addStock),
      el('details', { open: opened.has(it.couponId), toggle: event => opened[event.target.open ? 'add' : 'delete'](it.couponId) },
        el('summary', { class: 'button', 'data-key': `${it.couponId} more`, 'aria-label': `More: ${it.name}` }, 'More'),
        el('div', { class: 'more' },
          el('a', { class: 'button', href: `../api/admin/coupons/${it.couponId}/winners`, download: true }, 'Winners'),
          button('Audit', act.audit), !closed && !it.codes && it.left > 0 && button('Take stock', act.takeStock, 'danger'),
          !closed && button('Close', act.close, 'danger')))));
}

function partitions(list) {
  const trend = n => Math.abs(n ?? 0) < .5 ? 'steady' : n > 0 ? `▲ ${rate(n)}/s` : `▼ ${rate(-n)}/s`;
  const row = (name, cells) => el('tr', {}, ...cells.map((it, i) => el(name, { class: i && i < 4 ? 'num' : it === 'nobody' && 'none' }, it)));
  return [row('th', ['Partition', 'Lag', 'Oldest', 'Trend', 'Owner', 'Host']), ...list.map(it => row('td', [String(it.partition),
    it.lag == null ? 'not measured' : count(it.lag), spoken(it.oldestSeconds), trend(it.trend), it.consumerId?.slice(0, 40) ?? 'nobody', it.host ?? '–']))];
}

const entries = (list, none, line) => list.length ? list.map(line) : [el('li', { class: 'empty' }, none)];
const entry = (time, text, mood, ...more) => el('li', { class: mood }, el('time', {}, clock(time)), el('span', {}, text), ...more);

function render() {
  const { promises: kept, queue, latency: spread, coupons, rates: { outcomes }, membership, health, deadLetters, incidents, actions } = now;
  draw($('promises'), kept, () => promises(kept));
  draw($('waits'), [queue, spread], () => waits(now));
  draw($('coupons'), [coupons, mayAct], () => coupons.length ? coupons.map(card) : [el('p', { class: 'facts' }, 'No coupon yet. Create one, or rehearse a sale.')]);
  draw($('outcomes'), outcomes, () => Object.entries(outcomes).map(([key, n]) => el('div', {}, el('dt', {}, words(key)), el('dd', {}, `${rate(n)}/s`))));
  draw($('partitions'), queue.partitions, () => partitions(queue.partitions));
  draw($('membership'), membership, () => membership.map(it => entry(it.time, it.text)));
  draw($('health'), health, () => health.map(it => el('li', { class: it.status, title: it.detail }, `${it.name}: ${it.status === 'UP' ? 'up' : 'down'}`)));
  draw($('dead-letters'), [deadLetters, mayAct], () => entries(deadLetters, 'None.', it => entry(it.setAsideAt, `${it.position}: ${it.reason}`, 'bad',
    mayAct && el('button', { type: 'button', 'data-key': it.position, 'aria-label': `Replay dead letter ${it.position}`, click: () => act.replay(it) }, 'Replay'))));
  draw($('incidents'), incidents, () => entries(incidents, 'None in an hour.', it => entry(it.time, it.text, it.over ? '' : 'bad')));
  draw($('actions'), actions, () => entries(actions, 'None yet.', it => entry(it.time, `${it.operator}: ${it.action}`)));
  $('instance').textContent = now.instance;
  $('clock').textContent = clock(now.time);
  $('create').hidden = !mayAct;
  $('rehearse').hidden = !mayAct || !now.rehearsals;
  speak();
}

/** One sentence, at most every five seconds. */
function speak() {
  if (now.time - spokenAt < 5000) return;
  spokenAt = now.time;
  const broken = now.promises.oversold + now.promises.doubled + now.promises.notStored;
  const open = now.coupons.filter(it => it.state === 'OPEN').length;
  $('sentence').textContent = `${broken || 'No'} promises broken, ${open} coupons open, ${rate(now.rates.decided)} decided per second, lag ${count(now.queue.lag)}.`;
}

const point = sample => ({ time: sample.time, ...sample.latency, ...sample.rates });

follow({
  link(state, text) {
    $('link').dataset.state = state;
    $('link-text').textContent = text;
    $('rows').setAttribute('aria-busy', String(state !== 'live'));
  },
  snapshot({ history, sample, role }) {
    now = sample;
    mayAct = role === 'admin';
    latency.start(history.map(point));
    rates.start(history.map(point));
    render();
  },
  sample(changed) {
    now = { ...now, ...changed };
    latency.add(point(now));
    rates.add(point(now));
    render();
  },
});
$('create').addEventListener('click', act.create);
$('rehearse').addEventListener('click', act.rehearse);
