import { embedOutbox } from './embed-outbox.ts';

/**
 * What other dashboards load: a button that asks whether somebody found what they came for. It stands in a shadow root, sets no cookie,
 * keeps nothing but what could not be sent yet, watches nothing, and sends only what was said, without credentials. Texts from the server
 * are text nodes.
 */
export const embedScript = `(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || window.fieldmarshalFeedback) return;
  window.fieldmarshalFeedback = true;
  const server = new URL(script.src).origin;
  const dashboard = script.dataset.dashboard || '';
  const release = script.dataset.release || '';
${embedOutbox}
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const outcomes = {
    taken: 'Thank you.',
    kept: 'The server cannot be reached. What you said is kept in this browser and sent when it can.',
    later: 'It could not be sent. What you wrote is still here.',
    refused: 'It was not taken. What you wrote is still here.',
    'too many': 'It was not taken. Please try again later.',
  };
  const style = \`
    :host { all: initial; position: fixed; inset: auto 16px 16px auto; z-index: 2147483000; font: 14px/1.4 system-ui, sans-serif; color: #14181f; }
    button, select, textarea { font: inherit; color: inherit; }
    button { padding: 8px 12px; border: 1px solid #5b6472; border-radius: 4px; background: #fff; cursor: pointer; }
    button:focus-visible, select:focus-visible, textarea:focus-visible, input:focus-visible { outline: 2px solid #1557a8; outline-offset: 2px; }
    form { display: grid; gap: 8px; width: min(320px, calc(100vw - 32px)); padding: 12px; border: 1px solid #5b6472; border-radius: 6px; background: #fff; }
    label { display: grid; gap: 4px; } fieldset { display: flex; flex-wrap: wrap; gap: 8px 12px; border: 0; margin: 0; padding: 0; }
    fieldset label { display: flex; align-items: center; } .row { display: flex; gap: 8px; } p, legend { margin: 0; padding: 0; }
  \`;
  const start = async () => {
    const answer = await fetch(server + '/feedback/embed?dashboard=' + encodeURIComponent(dashboard), { credentials: 'omit' }).catch(() => null);
    if (!answer || !answer.ok) return;
    const { tasks } = await answer.json();
    const host = make('div', {});
    const root = host.attachShadow({ mode: 'open' });
    let since = null;
    // A sheet that is made here stands under a policy that forbids styles in the page, too.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const show = (...parts) => root.replaceChildren(...parts);
    const waiting = () => outbox.list().length;
    const words = () => (since === null ? 'Feedback' : 'Found it?') + (waiting() === 0 ? '' : ' (' + waiting() + ' not sent)');
    const closed = () => {
      const button = make('button', { type: 'button', textContent: words() });
      button.onclick = () => open();
      outbox.changed = () => { button.textContent = words(); };
      show(button);
    };
    const waits = () => {
      const line = make('div', {});
      const tell = () => {
        if (waiting() === 0) { line.replaceChildren(); return; }
        const discard = make('button', { type: 'button', textContent: 'Discard' });
        discard.onclick = () => outbox.discard();
        const refused = outbox.list().filter(({ isRefused }) => isRefused).length;
        line.replaceChildren(make('p', {}, waiting() + ' not sent, kept in this browser. ',
          waiting() > refused ? 'It is sent when the server can be reached. ' : '', refused > 0 ? 'The server did not take ' + refused + '. ' : ''), discard);
      };
      outbox.changed = tell;
      tell();
      return line;
    };
    const open = () => {
      const task = make('select', {}, make('option', { value: '', textContent: 'Something else' }),
        ...tasks.map((each) => make('option', { value: each, textContent: each })));
      const text = make('textarea', { rows: 3, maxLength: 2000 });
      const choices = [['yes', 'Yes'], ['partly', 'Partly'], ['no', 'No']].map(([value, text]) =>
        make('label', {}, make('input', { type: 'radio', name: 'found', value, required: true }), text));
      const status = make('p', {});
      status.setAttribute('role', 'status');
      const later = make('button', { type: 'button', textContent: since === null ? 'I am looking for it now' : 'Go on looking' });
      later.onclick = () => { since ??= Date.now(); closed(); };
      const cancel = make('button', { type: 'button', textContent: 'Close' });
      cancel.onclick = () => { since = null; closed(); };
      const send = make('button', { type: 'submit', textContent: 'Send' });
      let last = { said: '', key: '' };
      const form = make('form', {},
        ...(tasks.length === 0 ? [] : [make('label', {}, 'What did you come for?', task)]),
        make('fieldset', {}, make('legend', { textContent: 'Did you find it?' }), ...choices),
        make('label', {}, 'In your words (nobody sees who you are)', text),
        status, waits(),
        make('div', { className: 'row' }, send, later, cancel));
      form.setAttribute('aria-label', 'Feedback');
      form.onsubmit = async (event) => {
        event.preventDefault();
        const seconds = since === null ? null : Math.max(0, Math.min(86400, (Date.now() - since) / 1000));
        const said = { dashboard, release: release.slice(0, 200), screen: location.pathname.slice(0, 200), task: task.value,
          found: form.elements.namedItem('found').value, words: text.value };
        // The same words sent once more are the same answer: the first time may have got through.
        if (last.said !== JSON.stringify(said)) last = { said: JSON.stringify(said), key: keyOf() };
        send.disabled = true;
        const outcome = await outbox.give({ ...said, seconds, key: last.key });
        send.disabled = false;
        status.textContent = outcomes[outcome];
        if (outcome !== 'taken' && outcome !== 'kept') return;
        since = null;
        setTimeout(closed, outcome === 'taken' ? 1500 : 4000);
      };
      show(form);
      form.querySelector('select, input').focus();
    };
    closed();
    outbox.start();
    document.body.append(host);
  };
  if (document.body) void start(); else addEventListener('DOMContentLoaded', () => void start());
})();
`;
