// Asks the server once a second while the page is visible, and with growing pauses while it does not answer.

const PERIOD = 1000;
const LONGEST = 5000;
const PATIENCE = 5000;

export class Feed {
  /** `receive(state, restarted)` gets each answer, `report(status, detail)` whether there are answers. */
  constructor(receive, report) {
    this.receive = receive;
    this.report = report;
    this.since = -1;
    this.start = null;
    this.failures = 0;
    this.begun = -PERIOD;
    this.timer = null;
    this.asking = false;
    document.addEventListener('visibilitychange', () => this.plan(0));
  }

  /** Asks after a pause, at least a period after the last request began; not at all while the page is hidden. */
  plan(pause) {
    clearTimeout(this.timer);
    this.timer = null;
    if (document.hidden) {
      this.report('hidden');
    } else if (!this.asking) {
      const earliest = this.begun + PERIOD - performance.now();
      this.timer = setTimeout(() => this.ask(), Math.max(pause, earliest, 0));
    }
  }

  async ask() {
    this.asking = true;
    this.begun = performance.now();
    let pause = 0;
    let state = null;
    try {
      state = await this.fetch();
      this.failures = 0;
      this.report('live');
    } catch (failure) {
      this.failures++;
      pause = Math.min(LONGEST, PERIOD * 2 ** (this.failures - 1));
      this.report('disconnected', failure.message);
    }
    this.asking = false;
    this.plan(pause);
    if (state !== null) {
      this.take(state);
    }
  }

  async fetch() {
    const answer = await fetch(`desk?since=${this.since}`,
      { credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) {
      throw new Error(`The server answers ${answer.status}`);
    }
    return answer.json();
  }

  take(state) {
    const restarted = this.start !== null && this.start !== state.start;
    this.start = state.start;
    if (restarted) {
      // The numbers of events begin anew: the next answer has all of them.
      this.since = -1;
      state.events = [];
    } else if (state.events.length > 0) {
      this.since = state.events[0].sequence;
    }
    this.receive(state, restarted);
  }
}
