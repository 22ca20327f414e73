// The panel of one buffer: its numbers, charts, listeners, events and controls.

import { Chart } from './chart.js';
import { conditionOf } from './condition.js';
import { Controls } from './controls.js';
import { clock, count, h, isBounded, perSecond, rate, seconds, setChildren, setData, setText, time } from './dom.js';
import { Series, WINDOW } from './series.js';

const KINDS = {
  block: 'Writers wait while it is full, so that nothing is lost and memory is bounded.',
  ring: 'A full one overwrites its oldest element: a sliding window of the latest.',
  growable: 'Grows with what waits in it, so that writers never wait.',
};
const NUMBERS = {
  size: 'Size', capacity: 'Capacity', residence: 'Time in the buffer', writes: 'Writes', reads: 'Reads',
  overwrites: 'Overwrites', writers: 'Writers waiting', blocked: 'Writers blocked', readers: 'Readers waiting',
};
const SHOWN_EVENTS = 6;

/* A buffer that is full and has room in turn is announced at most that often, in milliseconds. */
const QUIET = 10_000;

const blockedTime = value => value == null ? '–' : `${value.toFixed(2)} s/s`;

function niceTop(value, least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, least)));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value) ?? least;
}

export class Panel {
  constructor(buffer, paths, extra) {
    this.name = buffer.name;
    this.series = new Series();
    this.events = [];
    this.extra = extra;
    this.condition = null;
    this.announced = -QUIET;
    this.chip = h('span', { class: 'chip' });
    this.note = h('p', { class: 'note' });
    this.numbers = Object.fromEntries(Object.keys(NUMBERS).map(key => [key, h('dd')]));
    this.fill = h('span', { class: 'fill', 'aria-hidden': 'true' }, h('i'));
    this.listeners = h('ul', { class: 'plain' });
    this.eventList = h('ol', { class: 'plain events' });
    this.charts = {
      size: new Chart({
        title: 'Size and capacity', subject: this.name, window: WINDOW,
        lines: [
          { name: 'size', className: 'size', dash: 'solid', format: count },
          { name: 'capacity', className: 'capacity', dash: 'dashed', format: count },
        ],
      }),
      rates: new Chart({
        title: 'Elements per second', subject: this.name, window: WINDOW, top: niceTop,
        lines: [
          { name: 'writes', className: 'writes', dash: 'solid', format: rate },
          { name: 'reads', className: 'reads', dash: 'dashed', format: rate },
          { name: 'overwrites', className: 'overwrites', dash: 'dotted', format: rate },
        ],
      }),
      blocked: new Chart({
        title: 'Blocked time, in seconds per second', subject: this.name, window: WINDOW, top: niceTop,
        axis: value => value.toFixed(1),
        lines: [
          { name: 'writers', className: 'blocked', dash: 'mixed', format: blockedTime },
          { name: 'readers', className: 'idle', dash: 'dotted', format: blockedTime },
        ],
      }),
    };
    this.controls = new Controls(buffer.name, paths);
    const id = `title-${buffer.name}`;
    this.element = h('article', { class: 'panel card', 'aria-labelledby': id, 'data-buffer': buffer.name, 'data-kind': buffer.type },
      h('header', {}, h('h3', { id }, buffer.name), h('span', { class: 'kind' }, buffer.type), this.chip),
      h('p', { class: 'what' }, KINDS[buffer.type] ?? ''),
      this.note,
      h('dl', { class: 'numbers' }, Object.entries(NUMBERS).map(([key, label]) =>
        h('div', {}, h('dt', {}, label), this.numbers[key]))),
      this.fill,
      h('div', { class: 'body' },
        h('div', { class: 'charts' }, extra?.element, Object.values(this.charts).map(chart => chart.element)),
        h('div', { class: 'side' },
          h('h4', {}, 'Listeners'), this.listeners,
          h('h4', {}, 'Events'), this.eventList,
          this.controls.element)));
  }

  /** Shows a descriptor; returns the sentence to announce if the condition has changed. */
  update(buffer, state, now) {
    const blocked = buffer.blocked;
    const residence = state.residence[buffer.name];
    const inFlight = buffer.listeners.reduce((sum, listener) => sum + listener.inFlight, 0);
    if (buffer.state !== null) {
      this.series.add(now, {
        size: buffer.size,
        capacity: isBounded(buffer.capacity) ? buffer.capacity : null,
        written: buffer.written,
        read: buffer.read,
        overwritten: buffer.overwritten,
        writeBlocked: seconds(blocked.write.totalTime),
        readBlocked: seconds(blocked.read.totalTime),
        samples: residence?.count ?? 0,
        sampled: residence?.seconds ?? 0,
        handled: buffer.read - inFlight,
      });
    }
    this.showNumbers(buffer);
    this.showCharts();
    this.showListeners(buffer);
    this.showEvents(state.events);
    this.controls.update(buffer, state.delays[buffer.name]);
    this.extra?.update(buffer, state);
    return this.showCondition(buffer);
  }

  showCondition(buffer) {
    const former = this.condition;
    this.condition = conditionOf(buffer);
    const { key, symbol, label, tone, note } = this.condition;
    setData(this.element, 'state', key);
    setData(this.chip, 'tone', tone);
    setText(this.chip, `${symbol} ${label}`);
    setData(this.note, 'tone', tone);
    setText(this.note, note);
    const urgent = tone === 'error' || tone === 'ended';
    if (!former || former.key === key || (!urgent && performance.now() - this.announced < QUIET)) {
      return null;
    }
    this.announced = performance.now();
    return `${buffer.name}: ${label}. ${note}`;
  }

  showNumbers(buffer) {
    const { numbers, series } = this;
    const oldest = seconds(buffer.oldestAge);
    const mean = series.residence();
    setText(numbers.size, count(buffer.size));
    setText(numbers.capacity, buffer.capacity == null || isBounded(buffer.capacity) ? count(buffer.capacity) : 'no bound');
    setText(numbers.writes, perSecond(series.latest('written')));
    setText(numbers.reads, perSecond(series.latest('read')));
    setText(numbers.overwrites, perSecond(series.latest('overwritten')));
    setText(numbers.blocked, blockedTime(series.latest('writeBlocked')));
    setText(numbers.residence, mean === null && oldest > 0 ? `over ${time(oldest)}` : time(mean));
    setText(numbers.writers, count(buffer.blocked?.write.waiting));
    setText(numbers.readers, count(buffer.blocked?.read.waiting));
    const level = isBounded(buffer.capacity) ? Math.min(1, buffer.size / buffer.capacity) : 0;
    this.fill.firstChild.style.width = `${Math.round(level * 1000) / 10}%`;
  }

  showCharts() {
    const { times, columns } = this.series;
    this.charts.size.show([times, columns.size, columns.capacity]);
    this.charts.rates.show([times, columns.written, columns.read, columns.overwritten]);
    this.charts.blocked.show([times, columns.writeBlocked, columns.readBlocked]);
  }

  showListeners(buffer) {
    const texts = buffer.listeners.map(listener =>
      `${listener.id}: ${listener.state.toLowerCase()}, ${count(listener.inFlight)} in hand`);
    setChildren(this.listeners, texts.join('\n'), () => texts.length === 0
      ? [h('li', { class: 'empty' }, 'No listener.')]
      : texts.map(text => h('li', {}, text)));
  }

  showEvents(events) {
    const own = events.filter(event => event.name === this.name);
    this.events = [...own, ...this.events].slice(0, SHOWN_EVENTS);
    setChildren(this.eventList, this.events.map(event => event.sequence).join() || 'none', () => this.events.length === 0
      ? [h('li', { class: 'empty' }, 'Nothing has happened yet.')]
      : this.events.map(event => h('li', {}, h('time', { datetime: event.time }, clock(event.time)), ' ', h('b', {}, event.kind),
        Object.entries(event.details).map(([key, value]) => ` ${key}: ${value}`).join(','))));
  }

  /** Begins anew, after a restart of the server. */
  restart() {
    this.series.interrupt();
    this.events = [];
  }

  remove() {
    Object.values(this.charts).forEach(chart => chart.remove());
    this.extra?.remove?.();
    this.element.remove();
  }
}
