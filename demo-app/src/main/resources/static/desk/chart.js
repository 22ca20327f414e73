// A chart with its legend, its summary for screen readers and the table behind it.

import uPlot from '../webjars/uplot/1.6.30/dist/uPlot.esm.js';
import { h, setText } from './dom.js';

const DASHES = { solid: [], dashed: [8, 4], dotted: [2, 3], mixed: [8, 3, 2, 3] };
const HEIGHT = 120;
const AXIS_WIDTH = 58;
const EVERY = 5;

/* An open table is written that often, in milliseconds, and not while somebody is in it. */
const TABLE_PERIOD = 5000;

const charts = new Set();

/** Draws all charts again, in the colours of the theme. */
export function redrawAll() {
  charts.forEach(chart => chart.plot?.redraw(false));
}

export class Chart {
  /**
   * `title` and `subject` name the chart. `lines` have a `name`, a `className` whose colour they have, a `dash` and a
   * `format`; `top(highest, least)` is the upper end of the scale, `axis` the format of its numbers, `window` the seconds
   * that are shown: without one, all.
   */
  constructor({ title, subject, lines, top = Math.max, window, axis = lines[0].format }) {
    this.axis = axis;
    this.title = `${title} of ${subject}`;
    this.lines = lines;
    this.top = top;
    this.window = window;
    this.data = [[], ...lines.map(() => [])];
    this.values = lines.map(() => h('b', {}, '–'));
    this.swatches = lines.map(line => h('i', { class: `swatch ${line.className} ${line.dash}`, 'aria-hidden': 'true' }));
    this.canvas = h('div', { class: 'plot', role: 'img', 'aria-label': this.title });
    this.body = h('tbody');
    this.filled = -TABLE_PERIOD;
    this.table = h('details', { class: 'table', ontoggle: () => this.openTable() },
      h('summary', {}, 'Table', h('span', { class: 'unseen' }, ` of ${this.title}`)),
      h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Table of ${this.title}` },
        h('table', {},
          h('caption', { class: 'unseen' }, this.title),
          h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Seconds ago'),
            lines.map(line => h('th', { scope: 'col' }, line.name)))),
          this.body)));
    this.element = h('figure', { class: 'chart' },
      h('figcaption', {}, h('span', { class: 'title' }, title),
        lines.map((line, i) => h('span', { class: 'key' }, this.swatches[i], line.name, ' ', this.values[i]))),
      this.canvas, this.table);
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.canvas);
    charts.add(this);
  }

  /** Shows columns of values: times in seconds, then one column for each line. */
  show(data) {
    this.data = data;
    const texts = this.lines.map((line, i) => line.format(data[i + 1].at(-1) ?? null));
    texts.forEach((text, i) => setText(this.values[i], text));
    this.canvas.setAttribute('aria-label',
      `${this.title}, now: ${this.lines.map((line, i) => `${line.name} ${texts[i]}`).join(', ')}`);
    this.plot?.setData(data);
    this.fillTable();
  }

  remove() {
    charts.delete(this);
    this.resized.disconnect();
    this.plot?.destroy();
  }

  fit() {
    const width = Math.floor(this.canvas.clientWidth);
    if (width < 50) {
      return;
    }
    if (this.plot) {
      this.plot.setSize({ width, height: HEIGHT });
    } else {
      this.plot = new uPlot(this.options(width), this.data, this.canvas);
    }
  }

  options(width) {
    const colour = element => getComputedStyle(element).color;
    const ink = () => colour(this.canvas);
    const grid = { stroke: () => getComputedStyle(this.canvas).borderTopColor, width: 1 };
    const font = '11px system-ui, sans-serif';
    const newest = () => this.data[0].at(-1) ?? 0;
    const span = () => this.window ?? Math.max(1, newest() - (this.data[0][0] ?? 0));
    return {
      width,
      height: HEIGHT,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [newest() - span(), newest()] },
        y: { range: (plot, low, high) => [0, this.top(high ?? 0, 1)] },
      },
      axes: [
        {
          stroke: ink, font, grid, ticks: { show: false }, size: 22,
          splits: () => [0, 0.25, 0.5, 0.75, 1].map(part => newest() - span() * (1 - part)),
          // The first one would meet the zero of the other axis.
          values: (plot, splits) => splits.map((split, i) =>
            i === 0 ? '' : i === splits.length - 1 ? 'now' : `−${Math.round(newest() - split)} s`),
        },
        {
          stroke: ink, font, grid, ticks: { show: false }, size: AXIS_WIDTH,
          splits: (plot, axis, low, high) => [0, 0.5, 1].map(part => high * part),
          values: (plot, splits) => splits.map(split => this.axis(split)),
        },
      ],
      series: [
        {},
        ...this.lines.map((line, i) => ({
          stroke: () => colour(this.swatches[i]),
          width: 2,
          dash: DASHES[line.dash],
          points: { show: false },
          spanGaps: false,
        })),
      ],
    };
  }

  openTable() {
    this.filled = -TABLE_PERIOD;
    this.fillTable();
  }

  fillTable() {
    const now = performance.now();
    if (!this.table.open || now - this.filled < TABLE_PERIOD || this.table.lastChild === document.activeElement) {
      return;
    }
    this.filled = now;
    const [times, ...columns] = this.data;
    const rows = [];
    let next = Infinity;
    for (let i = times.length - 1; i >= 0; i--) {
      if (times[i] <= next && columns.some(column => column[i] != null)) {
        next = times[i] - EVERY + 0.5;
        rows.push(h('tr', {}, h('th', { scope: 'row' }, String(Math.round(times.at(-1) - times[i]))),
          columns.map((column, j) => h('td', {}, this.lines[j].format(column[i])))));
      }
    }
    this.body.replaceChildren(...rows);
  }
}
