// Numbers, times and elements. Everything from outside becomes text, never markup.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const count = n => n == null ? '–' : whole.format(n);
export const rate = n => n == null ? '–' : n < 10 ? fine.format(n) : whole.format(n);
export const clock = time => new Date(time).toLocaleTimeString('en-GB');

/** [value, unit] of a duration in seconds. */
export function duration(seconds) {
  if (seconds == null) return ['–', ''];
  if (seconds < 1) return [whole.format(seconds * 1000), 'ms'];
  if (seconds < 100) return [seconds < 10 ? fine.format(seconds) : whole.format(seconds), 's'];
  return seconds < 6000 ? [whole.format(seconds / 60), 'min'] : [whole.format(seconds / 3600), 'h'];
}

export const spoken = seconds => duration(seconds).join(' ').trim();

/** An element: el('li', { class: 'bad' }, 'text', child). A function is a listener, null and false are left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value != null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter(child => child != null && child !== false));
  return element;
}

export const $ = id => document.getElementById(id);

const drawn = new WeakMap();
/** Draws only what has changed, so that focus, selection and scrolling stay where they are. */
export function draw(parent, data, children) {
  const key = JSON.stringify(data);
  if (drawn.get(parent) === key) return;
  drawn.set(parent, key);
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...children().filter(Boolean));
  if (focused) [...parent.querySelectorAll('[data-key]')].find(it => it.dataset.key === focused)?.focus();
}
