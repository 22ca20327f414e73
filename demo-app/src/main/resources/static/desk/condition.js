// What a descriptor means: a word, a symbol, a tone and a sentence. The tone is never the only sign.

import { count, isBounded, plural } from './dom.js';

const short = error => error?.slice(error.lastIndexOf('.') + 1);

export function conditionOf(buffer) {
  if (buffer.state == null) {
    return condition('unknown', '?', 'No data', 'error', `It returns no statistics: ${short(buffer.error)}.`);
  }
  if (buffer.error) {
    return condition('error', '✕', 'Error', 'error', buffer.state === 'CLOSED'
      ? `Closed with ${short(buffer.error)}: both sides get it. Unread and dropped: ${count(buffer.droppedOnClose)}.`
      : `Writing has ended with ${short(buffer.error)}, which readers get after what is left.`);
  }
  switch (buffer.state) {
    case 'CLOSED':
      return condition('closed', '■', 'Closed', 'ended',
        `Both sides ended at once. Unread and dropped: ${count(buffer.droppedOnClose)}.`);
    case 'DRAINED':
      return condition('drained', '■', 'Drained', 'ended', 'The stream has ended, and everything was read.');
    case 'DRAINING':
      return condition('draining', '◐', 'Draining', 'busy', 'Writing has ended. Readers get what is left.');
    default:
      return open(buffer);
  }
}

function open(buffer) {
  const failed = buffer.listeners.find(listener => listener.state === 'FAILED');
  if (failed) {
    return condition('failed', '✕', 'Listener failed', 'error', `Listener ${failed.id}: ${short(failed.failure)}.`);
  }
  const full = buffer.type !== 'ring' && isBounded(buffer.capacity) && buffer.size >= buffer.capacity;
  if (full || buffer.blocked.write.waiting > 0) {
    return condition('full', '▲', 'Full', 'busy', buffer.blocked.write.waiting > 0
      ? `No room: ${plural(buffer.blocked.write.waiting, 'writer waits', 'writers wait')}.`
      : 'No room: the next writer waits, or is refused.');
  }
  const paused = buffer.listeners.find(listener => listener.state === 'PAUSED' || listener.state === 'PAUSING');
  if (paused) {
    return condition('paused', '❚❚', 'Paused', 'busy', `Listener ${paused.id} takes nothing until it is resumed.`);
  }
  if (buffer.size === 0) {
    return condition('open', '●', 'Open', 'good', buffer.written === 0
      ? 'Empty: nothing was written yet.'
      : 'Empty: everything was taken.');
  }
  return condition('open', '●', 'Open', 'good', buffer.type === 'ring' && buffer.size >= buffer.capacity
    ? 'The window is full: each new element overwrites the oldest.'
    : `${plural(buffer.size, 'element is', 'elements are')} waiting.`);
}

function condition(key, symbol, label, tone, note) {
  return { key, symbol, label, tone, note };
}
