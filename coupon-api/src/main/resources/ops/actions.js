// What an operator does: calls of the API; the server records who did it and when.
import { $, count, el } from './format.js';

const at = couponId => `../api/admin/coupons/${couponId}`;

export function say(text) {
  $('toast').textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => $('toast').replaceChildren(), 8000);
}

async function call(method, url, body, headers = {}) {
  const answer = await fetch(url, { method, headers: { 'Content-Type': 'application/json', ...headers },
    body: body === undefined || body instanceof Blob ? body : JSON.stringify(body) });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error([json.title ?? `HTTP ${answer.status}`, json.detail].filter(Boolean).join(': '));
  return json;
}

async function attempt(done, work) {
  try {
    const result = await work();
    say(typeof done === 'function' ? done(result) : done);
    return result;
  } catch (failure) {
    say(failure.message);
  }
}

const field = (label, name, attributes = {}) => el('label', {}, label, el('input', { name, autocomplete: 'off', ...attributes }));

const number = (label, name, value, min, max) => field(label, name, { type: 'number', value, min, max, required: true });

function ask(title, button, danger, ...content) {
  const send = el('button', { value: 'send', class: `main${danger ? ' danger' : ''}` }, button);
  const form = $('form');
  form.replaceChildren(el('h2', { id: 'dialog-title' }, title), ...content,
    el('menu', {}, el('button', { value: 'cancel', formnovalidate: true }, button ? 'Cancel' : 'Close'), button && send));
  const dialog = $('dialog');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close',
    () => resolve(dialog.returnValue === 'send' ? Object.fromEntries(new FormData(form)) : null), { once: true }));
}

const typed = coupon => el('label', {}, `Type “${coupon.name}” to confirm`, el('input', {
  name: 'confirm', autocomplete: 'off', required: true,
  input: event => event.target.setCustomValidity(event.target.value === coupon.name ? '' : 'The name differs.') }));

const time = value => value ? new Date(value).toISOString() : undefined;

const edit = (coupon, change, done) => attempt(done, () => call('PATCH', at(coupon.couponId), change, { 'If-Match': coupon.etag }));

export const pause = (coupon, paused) => edit(coupon, { paused }, `${coupon.name} ${paused ? 'is paused' : 'goes on'}.`);

export async function addStock(coupon) {
  const values = await ask(`Add stock to ${coupon.name}`, 'Add', false, number('Coupons to add', 'n', '', 1, 1e9));
  if (values) edit(coupon, { addStock: +values.n }, `${count(+values.n)} added.`);
}

export async function takeStock(coupon) {
  const values = await ask(`Take stock away from ${coupon.name}`, 'Take away', true,
    number(`Coupons to take away, of ${count(coupon.left)} left`, 'n', '', 1, coupon.left), typed(coupon));
  if (values) edit(coupon, { addStock: -values.n }, `${count(+values.n)} taken away.`);
}

export async function close(coupon) {
  const values = await ask(`Close ${coupon.name}`, 'Close the sale', true,
    el('p', {}, 'Requests made from now on are refused.'), typed(coupon));
  if (values) edit(coupon, { closesAt: new Date().toISOString() }, `${coupon.name} is closed.`);
}

export async function create() {
  const quantity = number('How many', 'totalQuantity', 1000, 0, 1e9);
  const values = await ask('New coupon', 'Create', false,
    field('Name', 'name', { maxlength: 200, required: true }), quantity,
    el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'codes',
      change: event => { quantity.hidden = event.target.checked; quantity.lastChild.disabled = event.target.checked; } }), 'Its stock is the codes that are imported'),
    field('Opens at (local time, empty: now)', 'opensAt', { type: 'datetime-local', step: 1 }),
    field('Closes at (local time, empty: never)', 'closesAt', { type: 'datetime-local', step: 1 }));
  if (!values) return;
  const stock = values.codes ? { codes: true } : { totalQuantity: +values.totalQuantity };
  attempt(made => `${values.name} is coupon ${made.couponId}.`, () => call('POST', '../api/admin/coupons',
    { name: values.name, ...stock, opensAt: time(values.opensAt), closesAt: time(values.closesAt) }));
}

export async function importCodes(coupon) {
  const values = await ask(`Import codes for ${coupon.name}`, 'Import', false,
    el('p', {}, 'A text file, one code a line. All are taken, or none.'),
    field('File', 'file', { type: 'file', accept: '.csv,.txt,text/*', required: true }));
  if (values) attempt(answer => `${count(answer.added)} codes added, ${count(answer.free)} free.`,
    () => call('POST', `${at(coupon.couponId)}/codes`, values.file, { 'Content-Type': 'text/csv' }));
}

export const replay = letter => attempt(`Dead letter ${letter.position} is queued again.`,
  () => call('POST', `../api/admin/dead-letters/${letter.position}/replay`));

export async function audit(coupon) {
  say(`Auditing ${coupon.name} …`);
  const report = await attempt(it => `Audit of ${coupon.name}: ${it.verdict}`, () => call('POST', `coupons/${coupon.couponId}/audit`));
  if (report) ask(`Audit of ${coupon.name}: ${report.verdict}`, '', false, el('pre', { tabindex: 0 }, report.text));
}

export async function rehearse() {
  const values = await ask('Rehearse a sale', 'Start', false,
    el('p', {}, 'Creates a coupon and sends bounded load to this instance, like any client.'),
    number('Coupons', 'stock', 2000, 1, 100000), number('Requests per second', 'rate', 200, 1, 1000),
    number('Users', 'users', 3000, 1, 100000), number('Share of repeated requests, percent', 'duplicates', 10, 0, 90),
    number('Seconds', 'seconds', 30, 1, 120));
  if (values) attempt(started => `Rehearsal on coupon ${started.couponId} has started.`, () => call('POST', 'rehearsals',
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, +value]))));
}
