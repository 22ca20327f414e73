// What two buffers hold, beside their numbers: the window of the vitals, and the alerts that wait or come.

import { Chart } from './chart.js';
import { clock, count, h, plural, setChildren, setText, time } from './dom.js';

const SHOWN = 8;
const RETRY = 5000;

const percent = value => value == null ? '–' : `${Math.round(value * 100)} %`;

/** The ring `vitals`: the samples that are in it, from the oldest, which leaves next, to the newest. */
export class VitalsWindow {
  constructor() {
    this.chart = new Chart({
      title: 'Processor time of the JVM and the machine', subject: 'the window',
      top: () => 1,
      lines: [
        { name: 'process', className: 'writes', dash: 'solid', format: percent },
        { name: 'machine', className: 'idle', dash: 'dashed', format: percent },
      ],
    });
    this.text = h('p', { class: 'window' });
    this.collection = h('p', { class: 'window' });
    this.element = h('div', { class: 'extra' }, this.text, this.chart.element, this.collection);
  }

  update(buffer, { vitals }) {
    const rows = new Map();
    for (const { time: instant, name, value } of vitals) {
      if (name === 'cpu.process' || name === 'cpu.machine') {
        const at = Date.parse(instant) / 1000;
        const row = rows.get(at) ?? { at, 'cpu.process': null, 'cpu.machine': null };
        row[name] = value;
        rows.set(at, row);
      }
    }
    const sorted = [...rows.values()].sort((one, other) => one.at - other.at);
    this.chart.show([sorted.map(row => row.at), sorted.map(row => row['cpu.process']), sorted.map(row => row['cpu.machine'])]);
    setText(this.text, vitals.length === 0
      ? 'No samples yet.'
      : `${plural(vitals.length, 'sample')}, from ${clock(vitals[0].time)} to ${clock(vitals.at(-1).time)}. `
        + (vitals.length >= buffer.capacity
          ? 'The next one overwrites the oldest.'
          : `Room for ${count(buffer.capacity - vitals.length)} more before the oldest is overwritten.`));
    const latest = name => vitals.findLast(vital => vital.name === name)?.value;
    const heap = latest('heap.after.gc');
    setText(this.collection, heap === undefined
      ? 'No garbage collection within the window.'
      : `After the latest garbage collection, which paused for ${time(latest('gc.pause') ?? null)}: ${count(heap / 1e6)} MB in use.`);
  }

  remove() {
    this.chart.remove();
  }
}

/** The growable buffer `alerts`: those that wait, and those that this page takes while it listens. */
export class Alerts {
  constructor() {
    this.source = null;
    this.listening = false;
    this.received = [];
    this.total = 0;
    this.waiting = h('ol', { class: 'plain alerts' });
    this.waitingTitle = h('h4', {}, 'Waiting');
    this.receivedList = h('ol', { class: 'plain alerts' });
    this.button = h('button', { type: 'button', onclick: () => this.toggle() }, 'Listen');
    this.status = h('p', { class: 'window' },
      'Alerts wait until somebody listens. Listening takes them: each goes to one listener.');
    this.element = h('div', { class: 'extra' },
      h('div', { class: 'row' }, this.button, this.status), this.waitingTitle, this.waiting,
      h('h4', {}, 'Taken by this page'), this.receivedList);
    this.onVisibility = () => this.connect();
    document.addEventListener('visibilitychange', this.onVisibility);
    this.showReceived();
  }

  update(buffer, { alerts }) {
    setText(this.waitingTitle, alerts.length < buffer.size ? `Waiting: the latest ${alerts.length} of ${count(buffer.size)}` : 'Waiting');
    setChildren(this.waiting, alerts.map(alert => alert.time).join() || 'none', () => alerts.length === 0
      ? [h('li', { class: 'empty' }, 'No alert waits.')]
      : alerts.toReversed().map(item));
  }

  toggle() {
    this.listening = !this.listening;
    setText(this.button, this.listening ? 'Stop listening' : 'Listen');
    this.connect();
  }

  /* A hidden page takes no alerts, because nobody would see them. */
  connect() {
    const wanted = this.listening && !document.hidden;
    if (wanted && this.source === null) {
      this.source = new EventSource('alerts');
      this.source.addEventListener('alert', event => this.receive(JSON.parse(event.data)));
      this.source.addEventListener('error', () => this.retry());
    } else if (!wanted && this.source !== null) {
      this.source.close();
      this.source = null;
    }
  }

  /* A refusal, as during a shutdown, closes a source for good; after a broken connection it connects again by itself. */
  retry() {
    if (this.source?.readyState === EventSource.CLOSED) {
      this.source = null;
      setTimeout(() => this.connect(), RETRY);
    }
  }

  receive(alert) {
    this.total++;
    this.received = [alert, ...this.received].slice(0, SHOWN);
    this.showSoon();
  }

  /* Hundreds of alerts may come at once. */
  showSoon() {
    this.pending ??= setTimeout(() => {
      this.pending = undefined;
      this.showReceived();
    }, 200);
  }

  showReceived() {
    setChildren(this.receivedList, String(this.total), () => this.total === 0
      ? [h('li', { class: 'empty' }, 'None yet.')]
      : [h('li', { class: 'empty' }, `${count(this.total)} so far; the latest first.`), ...this.received.map(item)]);
  }

  remove() {
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.listening = false;
    this.connect();
  }
}

function item({ time: instant, level, text }) {
  const age = Math.max(0, (Date.now() - Date.parse(instant)) / 1000);
  return h('li', {}, h('time', { datetime: instant, title: `${time(age)} ago` }, clock(instant)), ' ', h('b', {}, level), ' ', text);
}
