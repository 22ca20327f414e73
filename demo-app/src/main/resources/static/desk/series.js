// The last two minutes of a buffer: levels as they are, and the differences of totals for each second.

export const WINDOW = 120;

const LEVELS = ['size', 'capacity'];
const TOTALS = ['written', 'read', 'overwritten', 'writeBlocked', 'readBlocked', 'samples', 'sampled', 'handled'];

export class Series {
  constructor() {
    this.times = [];
    this.columns = Object.fromEntries([...LEVELS, ...TOTALS].map(name => [name, []]));
    this.last = null;
  }

  /** Adds what is known at a time in seconds. A total that went back belongs to a new buffer, and starts a new series. */
  add(time, values) {
    if (time <= this.times.at(-1)) {
      if (this.times.at(-1) - time < 1) {
        return;
      }
      this.clear(); // the clock of the server was set back
    }
    if (this.last && TOTALS.some(name => name !== 'handled' && values[name] < this.last.values[name])) {
      this.interrupt();
    }
    const elapsed = this.last ? time - this.last.time : null;
    this.push(time, name => LEVELS.includes(name) ? values[name] : this.rateOf(name, values, elapsed));
    this.last = { time, values };
    this.forget(time - WINDOW - 5);
  }

  /** Ends the current lines, which the next values do not continue. */
  interrupt() {
    if (this.last) {
      this.push(this.last.time + 0.001, () => null);
      this.last = null;
    }
  }

  /** Returns the latest value of a column; null if there is none. */
  latest(name) {
    return this.columns[name].at(-1) ?? null;
  }

  /** Returns the mean time in the buffer of what was sampled since the values before. */
  residence() {
    const samples = this.latest('samples');
    return samples > 0 ? this.latest('sampled') / samples : null;
  }

  clear() {
    this.times.length = 0;
    Object.values(this.columns).forEach(column => { column.length = 0; });
    this.last = null;
  }

  rateOf(name, values, elapsed) {
    return elapsed == null || values[name] == null || this.last.values[name] == null
      ? null
      : Math.max(0, (values[name] - this.last.values[name]) / elapsed);
  }

  push(time, valueOf) {
    this.times.push(time);
    for (const [name, column] of Object.entries(this.columns)) {
      column.push(valueOf(name) ?? null);
    }
  }

  forget(time) {
    const old = this.times.findIndex(other => other >= time);
    if (old > 0) {
      this.times.splice(0, old);
      Object.values(this.columns).forEach(column => column.splice(0, old));
    }
  }
}
