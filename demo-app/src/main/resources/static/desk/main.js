// The desk: one request a second, a picture of the pipeline, and a panel for each buffer.

import { redrawAll } from './chart.js';
import { h, setData, setText } from './dom.js';
import { Alerts, VitalsWindow } from './extras.js';
import { Feed } from './feed.js';
import { call, setUpLogin } from './operator.js';
import { Panel } from './panel.js';
import { Pipeline } from './pipeline.js';

const FIRST = ['ingest', 'alerts', 'vitals'];
const TOYS = { 'try-block': 'block', 'try-ring': 'ring', 'try-growable': 'growable' };
const STATUS = {
  live: '● Live',
  hidden: '❚❚ Hidden, not asking',
  disconnected: '✕ Disconnected, trying again',
};

const find = id => document.getElementById(id);
const panels = new Map();
const pipeline = new Pipeline();

function announce(text) {
  // A text that is the same again would not be announced.
  find('announcer').replaceChildren(h('span', {}, text));
}

function pathsOf(name) {
  if (name === 'ingest') {
    return { burst: { path: 'desk/burst', value: 5000, max: 50000 }, delay: 'desk/delay' };
  }
  if (TOYS[name]) {
    const toy = `desk/try/${TOYS[name]}`;
    return { burst: { path: `${toy}/burst`, value: 300, max: 10000 }, delay: `${toy}/delay`, toy };
  }
  return {};
}

function extraOf(name) {
  return name === 'vitals' ? new VitalsWindow() : name === 'alerts' ? new Alerts() : null;
}

function rank(name) {
  const first = FIRST.indexOf(name);
  return first >= 0 ? String(first) : `9${name}`;
}

function open(buffer) {
  const panel = new Panel(buffer, pathsOf(buffer.name), extraOf(buffer.name));
  const place = TOYS[buffer.name] ? find('toys') : find('panels');
  const names = TOYS[buffer.name] ? Object.keys(TOYS) : null;
  const before = [...place.children].find(other => names
    ? names.indexOf(other.dataset.buffer) > names.indexOf(buffer.name)
    : rank(other.dataset.buffer) > rank(buffer.name));
  place.insertBefore(panel.element, before ?? null);
  panels.set(buffer.name, panel);
  return panel;
}

function receive(state, restarted) {
  const news = [];
  if (restarted) {
    panels.forEach(panel => panel.restart());
    news.push('The server has restarted.');
  }
  for (const [name, panel] of panels) {
    if (!state.buffers[name]) {
      panel.remove();
      panels.delete(name);
      news.push(`${name} was removed.`);
    }
  }
  const now = Date.parse(state.time) / 1000;
  for (const buffer of Object.values(state.buffers)) {
    const change = (panels.get(buffer.name) ?? open(buffer)).update(buffer, state, now);
    if (change) {
      news.push(change);
    }
  }
  pipeline.delay = state.delays.ingest;
  pipeline.update(panels, state.buffers);
  find('waiting').hidden = true;
  if (news.length > 0) {
    announce(news.join(' '));
  }
}

function report(status, detail) {
  const chip = find('connection');
  if (chip.dataset.state !== status) {
    if (chip.dataset.state === 'disconnected' || status === 'disconnected') {
      announce(status === 'disconnected' ? 'Disconnected. The numbers are those of the last answer.' : 'Connected again.');
    }
    setData(chip, 'state', status);
    setData(document.body, 'connection', status);
    setText(chip, STATUS[status]);
  }
  chip.title = detail ?? '';
}

function setUpTheme() {
  const choice = find('theme');
  const apply = theme => {
    document.documentElement.dataset.theme = theme;
    redrawAll();
  };
  try {
    choice.value = localStorage.getItem('desk-theme') ?? 'auto';
  } catch {
    // Without storage the page follows the system.
  }
  apply(choice.value || 'auto');
  choice.addEventListener('change', () => {
    apply(choice.value);
    try {
      localStorage.setItem('desk-theme', choice.value);
    } catch {
      // The choice lasts as long as the page.
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
}

function setUpPlayground() {
  const result = find('playground-result');
  const all = async (method, done) => {
    try {
      for (const kind of Object.values(TOYS)) {
        await call(method, `desk/try/${kind}`);
      }
      result.dataset.tone = 'good';
      setText(result, done);
    } catch (failure) {
      result.dataset.tone = 'error';
      setText(result, failure.message);
    }
  };
  find('open-playground').addEventListener('click', () => all('PUT', 'Open.'));
  find('remove-playground').addEventListener('click', () => all('DELETE', 'Removed.'));
}

find('pipeline').append(pipeline.element);
setUpTheme();
setUpLogin();
setUpPlayground();
new Feed(receive, report).plan(0);
