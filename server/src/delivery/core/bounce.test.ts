import { expect, test } from 'vitest';
import { readBounce } from './bounce.ts';

/** As Postfix writes it, shortened. */
const postfix = `From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8C2F.1764"
Message-Id: <20261124.A1@mx.example>
Status: RO

--8C2F.1764
Content-Type: text/plain; charset=us-ascii

<Ada@example.org>: host mx.example.org said: 550 5.1.1 User unknown

--8C2F.1764
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; Ada@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown
    in virtual mailbox table

--8C2F.1764
Content-Type: text/rfc822-headers

Message-ID: <PG-7.ES-3.0.1@fm.example>
Subject: SEV1 payments
--8C2F.1764--
`;

test.each([
  ['lines ended as Unix does', postfix],
  ['lines ended as mail does', postfix.replaceAll('\n', '\r\n')],
])('a report names the mail, the address and what the other server said: %s', (_, mail) => {
  expect(readBounce(mail)).toEqual({
    keys: ['20261124.A1', 'PG-7.ES-3.0.1'],
    recipient: 'ada@example.org',
    detail: 'the mail came back (5.1.1): 550 5.1.1 User unknown in virtual mailbox table',
  });
});

test.each([
  ['a delay', postfix.replace('Action: failed', 'Action: delayed')],
  ['a success', postfix.replace('Action: failed', 'Action: delivered')],
  [
    'an answer of a person who quotes one',
    'Subject: Re: page\n\nAction: failed\nFinal-Recipient: rfc822; a@b.c\n',
  ],
  ['nothing', ''],
])('%s is no bounce', (_, mail) => {
  expect(readBounce(mail)).toBeNull();
});

test('a report that leaves out what it may leave out is still one', () => {
  const bare = 'Content-Type: message/delivery-status\n\nAction: FAILED\n\n--x\nMessage-ID: <k@h>\n';
  expect(readBounce(bare)).toEqual({ keys: ['k'], recipient: null, detail: 'the mail came back' });
});
