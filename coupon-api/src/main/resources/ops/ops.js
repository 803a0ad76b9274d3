// The page: one question a row, drawn anew from the latest sample.
import { $, clock, count, draw, duration, el, rate, spoken } from './format.js';
import { Chart } from './charts.js';
import { follow } from './stream.js';
import * as act from './actions.js';

const OUTCOMES = ['SUCCESS', 'DUPLICATE_REQUEST', 'OUT_OF_STOCK', 'BUSINESS_ERROR', 'VALIDATION_FAILED', 'SYSTEM_ERROR'];
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
  const ms = n => n == null ? null : n / 1000;
  return [tile('half decided within (p50)', duration(ms(latency?.p50)), slow(ms(latency?.p50), 1, 5)),
    tile('99 of 100 within (p99)', duration(ms(latency?.p99)), slow(ms(latency?.p99), 2, 10)),
    tile('oldest undecided request', queue.lag ? duration(queue.oldestSeconds) : ['none'], slow(queue.oldestSeconds, 5, 30)),
    tile(`to clear a lag of ${count(queue.lag)}`, queue.lag && queue.clearSeconds == null ? ['stalled'] : duration(queue.clearSeconds ?? 0),
      queue.lag && queue.clearSeconds == null && queue.oldestSeconds > 5 ? 'bad' : slow(queue.clearSeconds, 30, 300))];
}

function facts(coupon) {
  if (coupon.state === 'SCHEDULED') return `Opens at ${new Date(coupon.opensAt).toLocaleString('en-GB')}`;
  if (coupon.state !== 'OPEN' || !coupon.rate) return coupon.state === 'OPEN' ? 'No requests now' : ' ';
  return `${rate(coupon.rate)} issued per second, sold out in ${spoken(coupon.soldOutInSeconds)}`;
}

function card(coupon) {
  const button = (label, work, look = '') => el('button', { type: 'button', class: look, 'data-key': `${coupon.couponId} ${label}`,
    'aria-label': `${label}: ${coupon.name}`, click: () => work(coupon) }, label);
  const closed = coupon.state === 'CLOSED';
  return el('article', { class: 'coupon', 'data-coupon': coupon.couponId },
    el('header', {}, el('h3', { title: coupon.name }, coupon.name, ' ', el('small', {}, `#${coupon.couponId}`)),
      el('span', { class: `state ${coupon.state}` }, words(coupon.state))),
    el('p', { class: 'stock' }, el('span', {}, el('b', {}, count(coupon.stock)), ' left'), el('span', {}, `${count(coupon.issued)} of ${count(coupon.totalQuantity)} issued`)),
    el('meter', { min: 0, max: Math.max(1, coupon.totalQuantity), value: coupon.stock, 'aria-label': `Stock of ${coupon.name}` }),
    el('p', { class: 'facts' }, facts(coupon)),
    mayAct && el('footer', {},
      !closed && (coupon.state === 'PAUSED' ? button('Resume', it => act.pause(it, false)) : button('Pause', it => act.pause(it, true))),
      coupon.codes ? button('Import codes', act.importCodes) : !closed && button('Add stock', act.addStock),
      el('details', { open: opened.has(coupon.couponId), toggle: event => opened[event.target.open ? 'add' : 'delete'](coupon.couponId) },
        el('summary', { class: 'button', 'data-key': `${coupon.couponId} more`, 'aria-label': `More: ${coupon.name}` }, 'More'),
        el('div', { class: 'more' },
          el('a', { class: 'button', href: `../api/admin/coupons/${coupon.couponId}/winners`, download: `winners-${coupon.couponId}.csv` }, 'Winners'),
          button('Audit', act.audit), !closed && !coupon.codes && coupon.stock > 0 && button('Take stock', act.takeStock, 'danger'),
          !closed && button('Close', act.close, 'danger')))));
}

function partitions(list) {
  const head = ['Partition', 'Lag', 'Oldest', 'Trend', 'Owner', 'Host'];
  const trend = n => n == null || Math.abs(n) < .5 ? 'steady' : n > 0 ? `▲ ${rate(n)}/s` : `▼ ${rate(-n)}/s`;
  return [el('thead', {}, el('tr', {}, ...head.map((it, i) => el('th', { scope: 'col', class: i && i < 4 ? 'num' : '' }, it)))),
    el('tbody', {}, ...list.map(it => el('tr', {}, el('td', {}, String(it.partition)), el('td', { class: 'num' }, it.lag == null ? 'not measured' : count(it.lag)),
      el('td', { class: 'num' }, it.oldestSeconds == null ? '–' : spoken(it.oldestSeconds)), el('td', { class: 'num' }, trend(it.trend)),
      it.consumerId ? el('td', {}, it.consumerId.slice(0, 40)) : el('td', { class: 'none' }, 'nobody'), el('td', {}, it.host ?? '–'))))];
}

const entries = (list, none, line) => list.length ? list.map(line) : [el('li', { class: 'empty' }, none)];
const entry = (time, text, mood, ...more) => el('li', { class: mood }, el('time', {}, clock(time)), el('span', {}, text), ...more);

function render() {
  draw($('promises'), now.promises, () => promises(now.promises));
  draw($('waits'), [now.queue, now.latency], () => waits(now));
  draw($('coupons'), [now.coupons, mayAct], () => now.coupons.length ? now.coupons.map(card) : [el('p', { class: 'facts' }, 'No coupon yet. Create one, or rehearse a sale.')]);
  draw($('outcomes'), now.rates.outcomes, () => OUTCOMES.map(key => el('div', {}, el('dt', {}, words(key)), el('dd', {}, `${rate(now.rates.outcomes[key] ?? 0)}/s`))));
  draw($('partitions'), now.queue.partitions, () => partitions(now.queue.partitions));
  draw($('membership'), now.membership, () => now.membership.map(it => entry(it.time, it.text)));
  draw($('health'), now.health, () => now.health.map(it => el('li', { class: it.status, title: it.detail }, `${it.name}: ${it.status === 'UP' ? 'up' : 'down'}`)));
  draw($('dead-letters'), [now.deadLetters, mayAct], () => entries(now.deadLetters, 'None.', it => entry(it.setAsideAt, `${it.position}: ${it.reason}`, 'bad',
    mayAct && el('button', { type: 'button', 'data-key': it.position, 'aria-label': `Replay dead letter ${it.position}`, click: () => act.replay(it) }, 'Replay'))));
  draw($('incidents'), now.incidents, () => entries(now.incidents, 'None in the last hour.', it => entry(it.time, it.text, it.over ? '' : 'bad')));
  draw($('actions'), now.actions, () => entries(now.actions, 'None yet.', it => entry(it.time, `${it.operator}: ${it.action}`)));
  $('instance').textContent = now.instance;
  $('clock').textContent = clock(now.time);
  document.querySelectorAll('[data-may=act]').forEach(it => { it.hidden = !mayAct; });
  $('rehearse').hidden = !mayAct || !now.rehearsals;
  speak();
}

/** One sentence, at most every five seconds: a reader has to keep up. */
function speak() {
  if (now.time - spokenAt < 5000) return;
  spokenAt = now.time;
  const broken = now.promises.oversold + now.promises.doubled + now.promises.notStored;
  const open = now.coupons.filter(it => it.state === 'OPEN').length;
  $('sentence').textContent = `${broken ? `${broken} promises broken` : 'No promise is broken'}; ${open} coupons open, ${rate(now.rates.decided)} requests decided per second, `
    + `lag ${count(now.queue.lag)}, p99 ${spoken(now.latency ? now.latency.p99 / 1000 : null)}.`;
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
    latency.start(history);
    rates.start(history);
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
