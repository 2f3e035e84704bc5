import { expect, test } from 'vitest';
import { browserText } from './browser-text.ts';

const built = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${built} Chrome/149.0.0.0 Safari/537.36`, 'Chrome 149 on Linux'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${built} Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0`,
    'Edge 149 on Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0',
    'Firefox 150 on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
    'Safari 26 on Mac',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    'Safari 26 on iPhone',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/149.0.7000.1 Mobile/15E148 Safari/604.1',
    'Chrome 149 on iPad',
  ],
  [
    `Mozilla/5.0 (Linux; Android 16; K) ${built} SamsungBrowser/30.0 Chrome/141.0.0.0 Mobile Safari/537.36`,
    'Samsung Internet 30 on Android',
  ],
  [`Mozilla/5.0 ${built} Chrome/149.0.0.0 Safari/537.36`, 'Chrome 149'],
  ['curl/8.14.1', 'curl/8.14.1'],
  ['', 'An unnamed program'],
])('%s', (userAgent, text) => {
  expect(browserText(userAgent)).toBe(text);
});
