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
    'The orders of two hours are gone.',
    'Rows were deleted.',
    'We lost all uploads since noon.',
    'Backups lost.',
    '41 orders lost between 09:00 and 09:20',
    'Payments between 09:00 and 09:20 are lost.',
    'All drafts gone since the deploy',
    'All files on the share are gone.',
    'Drafts saved before the upgrade are gone.',
    'Two hours of messages are gone.',
    'We lost 12% of the payments.',
    'Lost: 200 orders',
    'Invoices for May went missing.',
    'The orders table was dropped.',
    'Messages were dropped for two hours.',
    'The error messages came after orders were lost.',
    'Because of errors in the job rows were deleted.',
    'Errors in the EU show that rows were deleted.',
    'In release 4.0 orders were lost.',
    'The wrong rows were deleted.',
    'Old backups were deleted by mistake.',
    'All pending orders are gone.',
    'Data on the server was lost.',
    'The database node lost data.',
    'A customer told us that their documents are gone.',
    'Data loss is confirmed.',
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
    'Customers suspect that data was lost.',
    'We thought orders were lost.',
    'If we restart, messages are lost.',
    'Drafts may be gone.',
    'We cannot rule out data loss.',
    'Data loss was not ruled out.',
    'Data loss: to be checked',
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
    '0 orders were lost.',
    'Orders lost: 0',
  ])('is not said: %s', (text) => {
    expect(graveIn(text, 'data-lost')).toBeNull();
  });

  test.each([
    ...['The backlog is gone.', 'The backlog of 400 orders is gone.', 'The errors on uploads are gone.'],
    ...['The error messages are gone.', 'Warning messages have disappeared.', 'Payment errors are gone.'],
    ...['Stuck jobs gone', 'The stuck messages are gone.', 'Failed uploads are gone since the fix.'],
    ...[
      'The delay of payments is gone.',
      'The problem with invoices is gone.',
      'The lock on the tables is gone.',
    ],
  ])('is no trouble that is gone: %s', (text) => {
    expect(graveIn(text, 'data-lost')).toBeNull();
  });

  test.each([
    ...['We lost connectivity to databases.', 'The connection to the database was lost.'],
    ...['Workers lost the lock on rows.', 'Lost leader of the database', 'The database leader was lost.'],
    ...['Lost the database session', 'Loss of access to files.', 'Access to documents was lost.'],
    ...[
      'The lost backup node is back.',
      'The database has gone read-only.',
      'We lost database connectivity.',
    ],
    ...['Users lost access to their documents.', 'Missing data alert on CPU', 'Orders dropped by 30%.'],
  ])('is nothing else that is lost: %s', (text) => {
    expect(graveIn(text, 'data-lost')).toBeNull();
  });

  test.each([
    ...['Temp files were deleted.', 'Lock files deleted', 'The stale lock file was deleted by hand.'],
    ...['Old log files were deleted to free the disk.', 'We deleted 40 GB of data to free the disk.'],
    ...['Duplicate rows were deleted.', 'We deleted the test data.', 'Records are deleted after 30 days.'],
    ...['Deleted messages reappear.', 'Users who deleted projects see errors.', 'Cached data was wiped.'],
  ])('is nothing that was taken away on purpose: %s', (text) => {
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
