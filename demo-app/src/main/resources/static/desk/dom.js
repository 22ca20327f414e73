// Elements of the page, and numbers as people read them.

const SVG = 'http://www.w3.org/2000/svg';

/** Creates an HTML element. An attribute that starts with `on` is a listener; false and null omit an attribute. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Creates an SVG element, like `h`. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== false && value != null) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter(child => child != null));
  return element;
}

/** Sets the text if it has changed, so that an unchanged page causes no work and no announcement. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setData(element, key, value) {
  if (element.dataset[key] !== value) {
    element.dataset[key] = value;
  }
}

/** Replaces the children if the key has changed since the last call. */
export function setChildren(element, key, children) {
  if (element.contentKey !== key) {
    element.contentKey = key;
    element.replaceChildren(...children());
  }
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const UNBOUNDED = 2147483647;

export const count = number => number == null ? '–' : WHOLE.format(number);
export const rate = number => number == null ? '–' : number > 0 && number < 10 ? TENTHS.format(number) : WHOLE.format(number);
export const perSecond = number => number == null ? '–' : `${rate(number)}/s`;
export const isBounded = capacity => capacity != null && capacity < UNBOUNDED;
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** Returns the seconds of an ISO-8601 duration as Java writes it, such as PT1H2M3.5S; null for null. */
export function seconds(duration) {
  if (duration == null) {
    return null;
  }
  const parts = /^PT(?:(-?[\d.]+)H)?(?:(-?[\d.]+)M)?(?:(-?[\d.]+)S)?$/.exec(duration);
  return parts ? Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0) : null;
}

export function time(value) {
  if (value == null) {
    return '–';
  }
  if (value < 0.001) {
    return `${WHOLE.format(value * 1e6)} µs`;
  }
  if (value < 1) {
    return `${WHOLE.format(value * 1e3)} ms`;
  }
  return value < 120 ? `${TENTHS.format(value)} s` : `${WHOLE.format(value / 60)} min`;
}

/** Returns the time of day of an instant. */
export const clock = instant => new Date(instant).toLocaleTimeString('en-GB');
