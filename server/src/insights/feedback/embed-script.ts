/**
 * What other dashboards load: a button that asks whether somebody found what they came for. It stands in a shadow root, sets no cookie,
 * keeps nothing, watches nothing, and sends only what was said, without credentials. Texts from the server are text nodes.
 */
export const embedScript = `(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || window.fieldmarshalFeedback) return;
  window.fieldmarshalFeedback = true;
  const server = new URL(script.src).origin;
  const dashboard = script.dataset.dashboard || '';
  const release = script.dataset.release || '';
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
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
    const answer = await fetch(server + '/feedback/embed?dashboard=' + encodeURIComponent(dashboard), { credentials: 'omit' });
    if (!answer.ok) return;
    const { tasks } = await answer.json();
    const host = make('div', {});
    const root = host.attachShadow({ mode: 'open' });
    let since = null;
    // A sheet that is made here stands under a policy that forbids styles in the page, too.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const show = (...parts) => root.replaceChildren(...parts);
    const closed = () => {
      const button = make('button', { type: 'button', textContent: since === null ? 'Feedback' : 'Found it?' });
      button.onclick = () => open();
      show(button);
    };
    const open = () => {
      const task = make('select', {}, make('option', { value: '', textContent: 'Something else' }),
        ...tasks.map((each) => make('option', { value: each, textContent: each })));
      const words = make('textarea', { rows: 3, maxLength: 2000 });
      const choices = [['yes', 'Yes'], ['partly', 'Partly'], ['no', 'No']].map(([value, text]) =>
        make('label', {}, make('input', { type: 'radio', name: 'found', value, required: true }), text));
      const status = make('p', {});
      status.setAttribute('role', 'status');
      const later = make('button', { type: 'button', textContent: since === null ? 'I am looking for it now' : 'Go on looking' });
      later.onclick = () => { since ??= Date.now(); closed(); };
      const cancel = make('button', { type: 'button', textContent: 'Close' });
      cancel.onclick = () => { since = null; closed(); };
      const form = make('form', {},
        ...(tasks.length === 0 ? [] : [make('label', {}, 'What did you come for?', task)]),
        make('fieldset', {}, make('legend', { textContent: 'Did you find it?' }), ...choices),
        make('label', {}, 'In your words (nobody sees who you are)', words),
        status,
        make('div', { className: 'row' }, make('button', { type: 'submit', textContent: 'Send' }), later, cancel));
      form.setAttribute('aria-label', 'Feedback');
      form.onsubmit = async (event) => {
        event.preventDefault();
        const seconds = since === null ? null : Math.min(86400, (Date.now() - since) / 1000);
        const body = JSON.stringify({ dashboard, release, screen: location.pathname, task: task.value, seconds,
          found: form.elements.namedItem('found').value, words: words.value });
        try {
          const sent = await fetch(server + '/feedback/embed', { method: 'POST', credentials: 'omit', headers: { 'content-type': 'text/plain' }, body });
          if (!sent.ok) { status.textContent = 'It was not taken. Please try again later.'; return; }
          since = null;
          status.textContent = 'Thank you.';
          setTimeout(closed, 1500);
        } catch { status.textContent = 'It could not be sent. What you wrote is still here.'; }
      };
      show(form);
      form.querySelector('select, input').focus();
    };
    closed();
    document.body.append(host);
  };
  if (document.body) void start(); else addEventListener('DOMContentLoaded', () => void start());
})();
`;
