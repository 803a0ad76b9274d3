// Ten minutes drawn by uPlot, with the same numbers as a table.
import { $, clock, el, rate } from './format.js';

const SECONDS = 600;
const dark = matchMedia('(prefers-color-scheme: dark)');
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class Chart {
  /** @param series [{ key, label, colour, dash }]: told apart by label and dash as well as by colour */
  constructor(id, series, unit) {
    this.box = $(id);
    this.series = series;
    this.unit = unit;
    this.table = el('table', { class: 'table' });
    this.details = el('details', { toggle: () => this.tabulate() }, el('summary', {}, 'Show as a table'), this.table);
    this.box.after(this.details);
    this.start([]);
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(this.box);
    dark.addEventListener('change', () => this.build());
  }

  start(points) {
    this.points = points.slice(-SECONDS);
    this.build();
  }

  add(point) {
    this.points.push(point);
    while (this.points.length && this.points[0].time < point.time - SECONDS * 1000) this.points.shift();
    this.show();
    if (this.details.open && point.time % 5000 < 1000) this.tabulate();
  }

  /** The legend shows the latest numbers, or those under the pointer. */
  show() {
    this.plot.setData(this.data());
    if (this.plot.cursor.left < 0) this.plot.setLegend({ idx: this.points.length - 1 });
  }

  data() {
    return [this.points.map(point => point.time / 1000),
      ...this.series.map(one => this.points.map(point => point[one.key] ?? null))];
  }

  size() {
    return { width: Math.max(260, this.box.clientWidth), height: Math.max(150, Math.min(260, innerHeight * .25)) };
  }

  build() {
    this.plot?.destroy();
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    this.plot = new uPlot({
      ...this.size(),
      cursor: { y: false, points: { size: 6 } },
      scales: {
        x: { range: (u, min, max) => { const end = max ?? Date.now() / 1000; return [end - SECONDS, end]; } },
        y: { range: (u, min, max) => [0, Math.max(max ?? 0, 1) * 1.1] },
      },
      axes: [{ ...axis, size: 30, space: 70, values: (u, ticks) => ticks.map(tick => clock(tick * 1000).slice(0, 5)) },
        { ...axis, size: 56, values: (u, ticks) => ticks.map(rate) }],
      series: [{ label: 'Time', value: (u, at) => at == null ? '–' : clock(at * 1000) },
        ...this.series.map(one => ({ label: one.label, stroke: colour(one.colour), width: 2, dash: one.dash, points: { show: false },
          spanGaps: false, value: (u, it) => it == null ? '–' : rate(it) + this.unit }))],
    }, this.data(), this.box);
    if (this.points.length) this.show();
  }

  tabulate() {
    if (!this.details.open) return;
    const rows = this.points.filter((point, i) => (this.points.length - 1 - i) % 10 === 0).reverse().slice(0, 30);
    this.table.replaceChildren(
      el('tr', {}, el('th', { scope: 'col' }, 'Time'), ...this.series.map(one => el('th', { scope: 'col', class: 'num' }, `${one.label} (${this.unit})`))),
      ...rows.map(point => el('tr', {}, el('td', {}, clock(point.time)),
        ...this.series.map(one => el('td', { class: 'num' }, rate(point[one.key]))))));
  }
}
