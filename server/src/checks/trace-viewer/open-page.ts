/**
 * The way into the viewer. Its service worker must be there before it is: the one of the UI, which covers all paths, would be taken for it.
 * Where a browser has none (plain HTTP on another host), it says what to do instead.
 */
export const openPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Trace</title>
<style>body { font: 16px system-ui; margin: 2rem; color-scheme: light dark }</style></head>
<body><main><h1>Trace</h1><p id="words" role="status">Opening the trace viewer …</p>
<noscript><p>The trace viewer needs scripts. Save the trace on the page of the run and open it with <code>npx playwright show-trace</code>.</p></noscript></main>
<script src="/trace-viewer/open.js"></script></body></html>
`;

export const openScript = `'use strict';
const say = (words) => { document.getElementById('words').textContent = words; };
const instead = ' Save the trace on the page of the run and open it with "npx playwright show-trace".';
const active = (registration) => new Promise((resolve) => {
  const worker = registration.installing || registration.waiting || registration.active;
  if (worker.state === 'activated') resolve();
  worker.addEventListener('statechange', () => { if (worker.state === 'activated') resolve(); });
});
(async () => {
  if (!('serviceWorker' in navigator)) {
    say('This browser shows traces over HTTPS only.' + instead);
    return;
  }
  try {
    await active(await navigator.serviceWorker.register("/trace-viewer/sw.bundle.js"));
    location.replace("/trace-viewer/index.html" + location.search);
  } catch (error) {
    say('The trace viewer could not be opened: ' + error.message + '.' + instead);
  }
})();
`;
