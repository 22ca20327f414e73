// The operator's login, which stays in the memory of this page, and the calls that need it.

import { setText } from './dom.js';

let credentials = null;

const find = id => document.getElementById(id);

function encode(user, password) {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Calls the server as the operator. Returns the answer's body, if any; throws an error whose message says why not. */
export async function call(method, path, body) {
  const headers = { 'X-Requested-With': 'desk' };
  if (credentials) {
    headers.Authorization = credentials;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: JSON.stringify(body), credentials: 'omit', cache: 'no-store' });
  } catch {
    throw new Error('The server does not answer.');
  }
  const text = await answer.text();
  const content = parse(text);
  if (answer.ok) {
    return content;
  }
  if (answer.status === 401) {
    // The password is another one after a restart of the server, unless one is configured.
    leave();
    ask(content?.detail ?? '');
  }
  throw Object.assign(new Error(content?.detail ?? `The server answers ${answer.status}.`), { content });
}

/* A proxy may answer something else. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function enter(user) {
  document.body.classList.add('operator');
  setText(find('who'), user);
  show(true);
}

function leave() {
  credentials = null;
  document.body.classList.remove('operator');
  show(false);
}

function show(loggedIn) {
  find('who').hidden = !loggedIn;
  find('log-out').hidden = !loggedIn;
  find('log-in').hidden = loggedIn;
}

function ask(message) {
  setText(find('login-result'), message);
  if (!find('login').open) {
    find('login').showModal();
    find('password').focus();
  }
}

export function setUpLogin() {
  const dialog = find('login');
  const result = find('login-result');
  const password = find('password');
  find('log-in').addEventListener('click', () => ask(''));
  find('log-out').addEventListener('click', () => {
    leave();
    find('log-in').focus();
  });
  find('login-cancel').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => { password.value = ''; });
  dialog.querySelector('form').addEventListener('submit', async event => {
    event.preventDefault();
    const user = find('user').value;
    credentials = encode(user, password.value);
    try {
      await call('POST', 'desk/login', {});
      enter(user);
      dialog.close();
      find('log-out').focus();
    } catch (failure) {
      leave();
      setText(result, failure.message);
      password.select();
    }
  });
}
