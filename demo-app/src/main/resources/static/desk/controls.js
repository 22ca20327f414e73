// The controls of one buffer. They are shown to the operator only; the server checks each call.

import { count, h, setChildren, setText } from './dom.js';
import { call } from './operator.js';

const MAX_DELAY = 1000;

let ids = 0;

export class Controls {
  /** `paths` may have `burst`, `delay` and `toy`, where the buffer has such controls. */
  constructor(name, paths) {
    this.name = name;
    this.endpoint = `actuator/buffers/${encodeURIComponent(name)}`;
    this.paths = paths;
    this.result = h('p', { class: 'result', role: 'status' });
    this.listeners = h('div', { class: 'row' });
    this.capacity = null;
    this.running = new Set();
    this.element = h('div', { class: 'controls operator-only', role: 'group', 'aria-label': `Controls of ${name}` },
      paths.burst ? this.burstForm() : null,
      paths.delay ? this.delaySlider() : null,
      this.listeners,
      this.resizeForm(),
      h('div', { class: 'row' }, this.button('Reset', () => this.reset()), paths.toy ? this.ends() : null),
      this.result);
  }

  update(buffer, delay) {
    if (this.capacity === null && buffer.capacity != null) {
      this.capacity = buffer.capacity;
      this.capacityInput.value = buffer.capacity;
    }
    if (this.slider && document.activeElement !== this.slider && delay !== undefined) {
      this.slider.value = delay;
      setText(this.delayText, `${count(delay)} ms`);
    }
    this.showListeners(buffer.listeners);
  }

  /* A button stays while its label changes, or the keyboard would lose its place. */
  showListeners(listeners) {
    setChildren(this.listeners, listeners.map(({ id }) => id).join('\n'), () => listeners.map(({ id }) => this.pauseButton(id)));
    listeners.forEach(({ id, state }, i) => {
      const paused = state === 'PAUSED' || state === 'PAUSING';
      const button = this.listeners.children[i];
      button.dataset.paused = paused;
      setText(button.firstChild, `${paused ? 'Resume' : 'Pause'} ${id}`);
    });
  }

  pauseButton(id) {
    return this.button(h('span'), async button => {
      const paused = button.dataset.paused === 'true';
      await call('POST', this.endpoint, { listener: id, paused: !paused });
      return `Listener ${id} ${paused ? 'takes elements again' : 'pauses after what it has in hand'}.`;
    });
  }

  async reset() {
    const { discarded } = await call('DELETE', this.endpoint);
    return `Dropped ${count(discarded)}.`;
  }

  burstForm() {
    const input = this.number(this.paths.burst.value, 1, this.paths.burst.max);
    return this.form('Burst', input, 'Write', async () => {
      setText(this.result, `Writing ${count(Number(input.value))}; the request waits while there is no room.`);
      const { written, of } = await call('POST', this.paths.burst.path, { value: Number(input.value) });
      return written === of ? `Wrote ${count(written)}.` : `Wrote ${count(written)} of ${count(of)}, then had no room or an end.`;
    });
  }

  resizeForm() {
    this.capacityInput = this.number('', 1, 2147483647);
    return this.form('Capacity', this.capacityInput, 'Resize', async () => {
      const { capacity } = await call('POST', this.endpoint, { capacity: Number(this.capacityInput.value) });
      return `The capacity is ${count(capacity)}.`;
    });
  }

  delaySlider() {
    const id = `delay-${++ids}`;
    this.slider = h('input', { id, type: 'range', min: 0, max: MAX_DELAY, step: 10, value: 0 });
    this.delayText = h('output', { for: id }, '0 ms');
    this.slider.addEventListener('input', () => setText(this.delayText, `${count(Number(this.slider.value))} ms`));
    this.slider.addEventListener('change', () => this.run(async () => {
      await call('POST', this.paths.delay, { value: Number(this.slider.value) });
      return `The consumer waits ${this.slider.value} ms before each ${this.paths.toy ? 'element' : 'batch'}.`;
    }));
    return h('div', { class: 'field' }, h('label', { for: id }, 'Slow the consumer'), this.slider, this.delayText);
  }

  ends() {
    const { toy } = this.paths;
    return [
      this.button('Close write', async () => {
        await call('POST', `${toy}/close-write`, {});
        return 'Writing has ended.';
      }),
      this.button('Close with error', async () => {
        await call('POST', `${toy}/close-with-error`, {});
        return 'Closed with an error.';
      }),
      this.button('Reopen', async () => {
        await call('DELETE', toy);
        await call('PUT', toy);
        return 'Created anew from its template.';
      }),
    ];
  }

  form(label, input, action, run) {
    const id = `input-${++ids}`;
    input.id = id;
    return h('form', { class: 'field', onsubmit: event => {
      event.preventDefault();
      this.run(run);
    } }, h('label', { for: id }, label), input,
    h('button', { type: 'submit' }, action, h('span', { class: 'unseen' }, ` ${this.name}`)));
  }

  number(value, min, max) {
    return h('input', { type: 'number', inputmode: 'numeric', value, min, max, step: 1, required: true });
  }

  button(label, action) {
    return h('button', { type: 'button', onclick: event => {
      const button = event.currentTarget;
      this.run(() => action(button), button);
    } },
      label, h('span', { class: 'unseen' }, ` ${this.name}`));
  }

  /* One call of a kind at a time: a browser has six connections to a server, and the desk needs one of them. */
  async run(action, key = action) {
    if (this.running.has(key)) {
      return;
    }
    this.running.add(key);
    try {
      const done = await action();
      this.result.dataset.tone = 'good';
      setText(this.result, done);
    } catch (failure) {
      this.result.dataset.tone = 'error';
      const written = failure.content?.accepted;
      setText(this.result, written === undefined ? failure.message : `${failure.message}. Accepted: ${count(written)}.`);
    } finally {
      this.running.delete(key);
    }
  }
}
