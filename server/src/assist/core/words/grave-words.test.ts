import { describe, expect, test } from 'vitest';
import { graveIn, isSaid } from './grave-words.ts';

describe('lost data', () => {
  test.each([
    'Data loss in the ledger.',
    'Data was lost.',
    '41 orders were lost between 09:00 and 09:20.',
    'We lost 40 orders.',
    'The job deleted 12 customer records.',
    'Backups have been overwritten.',
    'Search is not slow any more, but data was corrupted.',
    'Loss of customer data is confirmed.',
    'Reports are wrong due to data corruption.',
    'Drafts of 120 users are gone.',
    'The editor loses drafts.',
    'Half of the uploads have disappeared.',
    'Two invoices went missing.',
  ])('is said: %s', (text) => {
    expect(graveIn(text, 'data-lost')?.how).toBe('said');
  });

  test.each([
    'Is there data loss?',
    'We may have lost data.',
    'Possible data loss in the ledger.',
    'We check whether orders were lost.',
    'A restart risks data loss.',
    'Orders can be lost while it lasts.',
  ])('is feared: %s', (text) => {
    expect(graveIn(text, 'data-lost')?.how).toBe('feared');
  });

  test.each([
    'No data was lost.',
    'No customer data was lost.',
    'There was no loss of data.',
    'We did not lose any data.',
    'Search fails without data loss.',
    'Data loss: none.',
    'Data loss was ruled out.',
    'We have ruled out data loss.',
    "Orders weren't lost.",
    'The node lost its connection to the database.',
    'Packet loss between two regions.',
    'Loss of power in one rack.',
    'All messages are gone through, the queue is empty.',
    'We deleted old log files to free the disk.',
    'Clients lost database connections.',
  ])('is not said: %s', (text) => {
    expect(graveIn(text, 'data-lost')).toBeNull();
  });
});

describe('security', () => {
  test.each([
    'There was a security breach.',
    'Customers see other customers’ invoices.',
    'Users can read another tenant’s files.',
    'API keys were leaked in a log.',
    'An account was compromised.',
    'Unauthorised access to the admin console.',
  ])('is touched: %s', (text) => {
    expect(graveIn(text, 'security')).not.toBeNull();
  });

  test.each([
    'The objective for latency is breached.',
    'SLO breached for checkout.',
    'Alert: threshold breached on search.',
    'The new release is leaking memory.',
    'Leaked file handles fill the node.',
    'A security group was changed by the deploy.',
    'No unauthorised access took place.',
    'This is not a security incident.',
  ])('is not: %s', (text) => {
    expect(graveIn(text, 'security')).toBeNull();
  });
});

test('what was done is neither what is planned, nor asked, nor denied', () => {
  const rollback = /\brolled back\b|\brollback\b/giu;
  expect(isSaid('We rolled back release 12.', rollback)).toBe(true);
  for (const text of ['Should we have rolled back?', 'No rollback was needed.', 'We could try a rollback.'])
    expect(isSaid(text, rollback), text).toBe(false);
});

test('a megabyte of anything takes no time', () => {
  for (const text of ['lost a b c '.repeat(90_000), 'data b '.repeat(200_000), 'x'.repeat(1_000_000)]) {
    expect(graveIn(text, 'security')).toBeNull();
    expect(graveIn(`${text}. Data was lost.`, 'data-lost')).toBeNull();
  }
});
