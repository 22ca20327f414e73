// The picture of the pipeline, with the flow between its parts; the table behind it has the same.

import { count, h, isBounded, perSecond, setData, setText, svg } from './dom.js';

const WIDE = 680;
const HEIGHT = 80;
const ROOMY = 150;

// The place of a node: column and row in the wide picture, then in the narrow one.
const NODES = {
  posts: { title: 'HTTP posts', role: 'POST /lines', wide: [0, 0], narrow: [0, 0] },
  ingest: { title: 'ingest', buffer: 'ingest', wide: [1, 0], narrow: [0, 1] },
  store: { title: 'store', role: 'listener', wide: [2, 0], narrow: [0, 2] },
  database: { title: 'database', role: 'log_line', wide: [3, 0], narrow: [0, 3] },
  alerts: { title: 'alerts', buffer: 'alerts', wide: [1, 1], narrow: [1, 1] },
  listeners: { title: 'listeners', role: 'GET /alerts', wide: [2, 1], narrow: [1, 2] },
  jvm: { title: 'JVM', role: 'flight recorder', wide: [0, 2], narrow: [0, 4] },
  vitals: { title: 'vitals', buffer: 'vitals', wide: [1, 2], narrow: [0, 5] },
  window: { title: 'snapshots', role: 'GET /vitals', wide: [2, 2], narrow: [1, 5] },
};
const EDGES = [
  { key: 'lines', from: 'posts', to: 'ingest', name: 'lines written to ingest' },
  { key: 'taken', from: 'ingest', to: 'store', name: 'lines taken by the listener store' },
  { key: 'stored', from: 'store', to: 'database', name: 'lines stored in the database' },
  { key: 'raised', from: 'posts', to: 'alerts', name: 'alerts written to alerts' },
  { key: 'heard', from: 'alerts', to: 'listeners', name: 'alerts taken by listeners' },
  { key: 'samples', from: 'jvm', to: 'vitals', name: 'samples written to vitals' },
  { key: 'window', from: 'vitals', to: 'window', name: null },
];

export class Pipeline {
  constructor() {
    this.picture = svg('svg', { role: 'img', 'aria-label': 'The pipeline' });
    this.cells = Object.fromEntries(EDGES.filter(edge => edge.name).map(edge => [edge.key, h('td', {}, '–')]));
    this.element = h('figure', { class: 'chart' }, h('div', { class: 'picture' }, this.picture),
      h('details', { class: 'table' }, h('summary', {}, 'Table', h('span', { class: 'unseen' }, ' of the pipeline')),
        h('table', {}, h('caption', { class: 'unseen' }, 'The flow of the pipeline'),
          h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Flow'), h('th', { scope: 'col' }, 'Now'))),
          h('tbody', {}, EDGES.filter(edge => edge.name).map(edge =>
            h('tr', {}, h('th', { scope: 'row' }, edge.name), this.cells[edge.key]))))));
    this.nodes = {};
    this.edges = {};
    this.width = 0;
    new ResizeObserver(() => this.layOut()).observe(this.element);
  }

  /** Shows the panels of the three buffers. */
  update(panels, buffers) {
    this.shown = { panels, buffers };
    if (this.width === 0) {
      return;
    }
    const of = (name, column) => panels.get(name)?.series.latest(column) ?? null;
    const flows = {
      lines: of('ingest', 'written'), taken: of('ingest', 'read'), stored: of('ingest', 'handled'),
      raised: of('alerts', 'written'), heard: of('alerts', 'read'), samples: of('vitals', 'written'),
    };
    for (const [key, flow] of Object.entries(flows)) {
      setText(this.edges[key].label, perSecond(flow));
      setText(this.cells[key], perSecond(flow));
      setData(this.edges[key].line, 'flowing', String(flow > 0));
    }
    for (const name of ['ingest', 'alerts', 'vitals']) {
      if (buffers[name] && panels.get(name)) {
        this.showBuffer(name, buffers[name], panels.get(name).condition);
      }
    }
    const ingest = buffers.ingest;
    const store = ingest?.listeners.find(listener => listener.id === 'store');
    const waiting = ingest?.blocked?.write.waiting ?? 0;
    this.say('posts', waiting > 0 ? `▲ ${count(waiting)} waiting` : '', waiting > 0 ? 'busy' : '');
    const running = store?.state === 'RUNNING';
    this.say('store', running && this.delay > 0 ? `slowed ${this.delay} ms` : store?.state.toLowerCase() ?? 'none',
      running ? '' : 'busy');
    const heard = buffers.alerts?.blocked?.read.waiting ?? 0;
    this.say('listeners', heard > 0 ? `${count(heard)} listening` : 'none waits', '');
    this.picture.setAttribute('aria-label', `The pipeline: ${EDGES.filter(edge => edge.name).map(edge =>
      `${edge.name} ${perSecond(flows[edge.key])}`).join(', ')}.`);
  }

  showBuffer(name, buffer, condition) {
    const node = this.nodes[name];
    const level = isBounded(buffer.capacity) ? Math.min(1, buffer.size / buffer.capacity) : 0;
    node.level.setAttribute('width', Math.round(level * node.width));
    const capacity = isBounded(buffer.capacity) && node.width >= ROOMY ? ` of ${count(buffer.capacity)}` : '';
    setText(node.role, buffer.type);
    this.say(name, condition.key === 'open' ? `${count(buffer.size)}${capacity}` : `${condition.symbol} ${condition.label}`,
      condition.tone === 'good' ? '' : condition.tone);
  }

  say(key, text, tone) {
    setText(this.nodes[key].text, text);
    setData(this.nodes[key].group, 'tone', tone);
  }

  layOut() {
    const width = Math.floor(this.picture.parentElement.clientWidth);
    if (width === this.width || width < 100) {
      return;
    }
    this.width = width;
    const wide = width >= WIDE;
    const columns = wide ? 4 : 2;
    const gap = wide ? 84 : 16;
    const step = wide ? HEIGHT + 28 : HEIGHT + 38;
    const nodeWidth = Math.min(210, Math.floor((width - 2 - gap * (columns - 1)) / columns));
    const stepX = (width - 2 - nodeWidth) / (columns - 1);
    const height = (wide ? 2 : 5) * step + HEIGHT + 2;
    this.picture.setAttribute('width', width);
    this.picture.setAttribute('height', height);
    const place = {};
    for (const [key, node] of Object.entries(NODES)) {
      const [column, row] = wide ? node.wide : node.narrow;
      place[key] = { x: 1 + Math.round(column * stepX), y: 1 + row * step, width: nodeWidth };
    }
    const edges = EDGES.map(edge => this.drawEdge(edge, place[edge.from], place[edge.to], wide));
    const nodes = Object.entries(NODES).map(([key, node]) => this.drawNode(key, node, place[key]));
    this.picture.replaceChildren(arrow(), ...edges, ...nodes);
    if (this.shown) {
      this.update(this.shown.panels, this.shown.buffers);
    }
  }

  drawNode(key, node, { x, y, width }) {
    const title = svg('text', { class: 'name', x: x + 10, y: y + 22 }, node.title);
    const role = svg('text', { x: x + 10, y: y + 41 }, node.role ?? '');
    const text = svg('text', { class: 'now', x: x + 10, y: y + 61 });
    const level = svg('rect', { class: 'level', x, y: y + HEIGHT - 7, width: 0, height: 7 });
    const group = svg('g', { class: node.buffer ? 'node buffer' : 'node' },
      svg('rect', { class: 'box', x, y, width, height: HEIGHT, rx: node.buffer ? 3 : 14 }),
      node.buffer ? level : null, title, role, text);
    this.nodes[key] = { group, role, text, level, width };
    return group;
  }

  drawEdge({ key, name }, from, to, wide) {
    const middle = from.y + HEIGHT / 2;
    let path;
    let at;
    if (from.y === to.y) {
      path = `M${from.x + from.width} ${middle}H${to.x - 2}`;
      at = { x: (from.x + from.width + to.x) / 2, y: middle - 9, 'text-anchor': 'middle' };
    } else if (from.x === to.x) {
      const x = from.x + 24;
      path = `M${x} ${from.y + HEIGHT}V${to.y - 2}`;
      at = { x: x + 10, y: (from.y + HEIGHT + to.y) / 2 + 4 };
    } else if (wide) {
      const x = from.x + 24;
      const y = to.y + HEIGHT / 2;
      path = `M${x} ${from.y + HEIGHT}V${y}H${to.x - 2}`;
      at = { x: (from.x + from.width + to.x) / 2, y: y - 9, 'text-anchor': 'middle' };
    } else {
      const x = to.x + 24;
      path = `M${from.x + from.width} ${middle}H${x}V${to.y - 2}`;
      at = { x: x + 10, y: to.y - 16 };
    }
    const line = svg('path', { class: name ? 'edge' : 'edge peek', d: path, 'marker-end': 'url(#arrow)' });
    const label = svg('text', { class: 'flow', ...at });
    this.edges[key] = { line, label };
    return svg('g', {}, line, name ? label : null);
  }
}

function arrow() {
  return svg('defs', {}, svg('marker', {
    id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
    markerUnits: 'userSpaceOnUse', orient: 'auto',
  }, svg('path', { class: 'head', d: 'M0 0L8 4L0 8Z' })));
}
