import { expect, test } from 'vitest';
import { cuesOf } from './cues.ts';

test.each([
  ...['increased the pool to 200', 'restarted the pods', 'stopped the consumer', 'reduced batch size to 10'],
  ...['Added replicas to the pool.', 'renewed the certificate of the store', 'Increased memory to 8 GB'],
  ...['Raised the limit', 'Doubled workers', 'Killed the stuck query', 'Moved to another node'],
  ...['Switched over to the replica', 'Turned off the feature flag', 'Stopped deploys', 'Deleted old logs'],
  ...['We stopped processing new orders', 'Set up a second node', 'Changed the timeout to 5 s'],
  ...['Reduced the sampling rate', 'Increased replicas from 3 to 6', 'Raised connections to 200'],
  ...['Increased timeout to 30 s', 'Changed the alert rule'],
])('was done: %s', (text) => {
  expect(cuesOf(text, '')).toContain('action');
});

test.each([
  ...['Increased error rates in the EU.', 'Increased error rates to 12%', 'Increased latency to 3 s'],
  ...['Stopped working at ten.', 'Stopped responding', 'They stopped answering', 'Stopped suddenly'],
  ...['Reduced performance for all.', 'Reduced capacity in the EU', 'Added latency for EU users'],
  ...['Increased number of errors', 'Doubled response times', 'Increased load on the database'],
  ...['Changed behaviour of the API since 4.2', 'Cleared up by itself.', 'Fixed itself'],
  ...['Increased connections since ten', 'Increased to 500 errors', 'Increased traffic from one customer'],
])('is how it fails: %s', (text) => {
  expect(cuesOf(text, '')).not.toContain('action');
});

test.each([
  'Deleted messages reappear.',
  'Removed items still show up',
  'Renewed certificates are not picked up',
])('tells of those that it was done to: %s', (text) => {
  expect(cuesOf(text, '')).not.toContain('action');
});

test.each([
  ...['Set up a bridge.', 'Set up a call with the vendor', 'Raised a ticket with the vendor'],
  ...['Raised the severity', 'Added Anna to the bridge', 'Added a note', 'We set up a channel'],
])('is work on the incident: %s', (text) => {
  expect(cuesOf(text, '')).not.toContain('action');
});
