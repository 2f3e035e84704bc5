import { describe, expect, it } from 'vitest';
import {
  namesIn,
  namesNotIn,
  numbersIn,
  numbersNotBetween,
  sentencesOf,
  statesClaimed,
  timesIn,
  wordCount,
} from './index.ts';

describe('sentences', () => {
  it.each([
    ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
    [
      'Version 4.18.2 of api.example.com is out. Done.',
      ['Version 4.18.2 of api.example.com is out.', 'Done.'],
    ],
    [
      'Some clients, e.g. Android, fail at approx. 5 % of calls.',
      ['Some clients, e.g. Android, fail at approx. 5 % of calls.'],
    ],
    ['Works again\n\n- first\n- second', ['Works again', 'first', 'second']],
    ['It took 900 ms. We wait 5 min. Ask Ms. Lind.', ['It took 900 ms.', 'We wait 5 min.', 'Ask Ms. Lind.']],
    ['登录失败。正在调查。', ['登录失败。', '正在调查。']],
    ['', []],
    ['…\n---\n', []],
  ])('%j', (text, expected) => {
    expect(sentencesOf(text).map((sentence) => sentence.text)).toEqual(expected);
  });

  it('takes a label off its line and remembers it', () => {
    expect(sentencesOf('Workaround: Use the command line. It is slower.\nThanks.')).toEqual([
      { text: 'Use the command line.', label: 'workaround', isFirst: true, index: 0 },
      { text: 'It is slower.', label: 'workaround', isFirst: false, index: 1 },
      { text: 'Thanks.', label: '', isFirst: true, index: 2 },
    ]);
  });

  it.each([
    ['原因：証明書の期限切れ', '原因', '証明書の期限切れ'],
    ['What we know: search is slow', 'what we know', 'search is slow'],
    ['Who is affected: all of Oslo', 'who is affected', 'all of Oslo'],
    ['it was the load balancer: its timeout was 1s', '', 'it was the load balancer: its timeout was 1s'],
    ['The cause is found: a full disk', '', 'The cause is found: a full disk'],
    ['We did three things: a, b, c', '', 'We did three things: a, b, c'],
    ['This means: nothing is written', '', 'This means: nothing is written'],
    ['That explains it: the disk is full', '', 'That explains it: the disk is full'],
    ['This week it failed twice: on Monday and today', '', 'This week it failed twice: on Monday and today'],
    ['IT WAS THE DISK: it is full', '', 'IT WAS THE DISK: it is full'],
    ['IT: the switch was rebooted', 'IT', 'the switch was rebooted'],
    ['IT team: the switch was rebooted', 'it team', 'the switch was rebooted'],
    ['DNS: the record was gone', 'DNS', 'the record was gone'],
    ['This week: failover is planned', 'this week', 'failover is planned'],
    ['This morning: two pages', 'this morning', 'two pages'],
    ['That node: disk full', 'that node', 'disk full'],
  ])('what says something before its colon is no label: %s', (line, label, text) => {
    expect(sentencesOf(line)).toMatchObject([{ label, text }]);
  });

  it('keeps a label alone on its line for the lines below it, up to an empty one', () => {
    const labels = sentencesOf('Next steps:\nRoll back.\nTell users.\n\nThanks.').map(({ label }) => label);
    expect(labels).toEqual(['next steps', 'next steps', '']);
  });

  it.each([
    ['Two words', 2],
    ['原因は索引の再構築でした。', 6],
    ['検索は 12 秒', 3],
    ['ระบบล่ม', 4],
    ['…', 0],
  ])('counts the words of %s as %i, also where no space parts them', (text, count) => {
    expect(wordCount(text)).toBe(count);
  });

  it('shows nothing that cannot be seen', () => {
    expect(sentencesOf('Pay\u200Bments\u202E fail\u0007.')[0]?.text).toBe('Payments fail.');
  });
});

describe('times and numbers', () => {
  it.each([
    ['at 14:05 UTC on 2026-03-31', ['14:05'], ['03-31']],
    ['June 30th, 2025, 2:15 pm', ['14:15'], ['06-30']],
    ['on 9 January between 9:32 and 11:54:10', ['09:32', '11:54'], ['01-09']],
    ['06/30/2025 12 a.m.', ['00:00'], ['06-30']],
    ['2026-03-31T10:00:00.000Z', ['10:00'], ['03-31']],
    ['ratio 99:99', [], []],
  ])('%j', (text, clocks, dates) => {
    const { clocks: foundClocks, dates: foundDates } = timesIn(text);
    expect([[...foundClocks].sort(), foundDates]).toEqual([[...clocks].sort(), dates]);
  });

  it.each([
    ['6.85% of 1,200 requests for 5m', ['6.85%', '1200', '5min']],
    ['three of 12 nodes in eu-west-1 run 4.18.2', ['3', '12']],
    ['from 10 to 20 percent, T3, 4xx, node2', ['10', '20%']],
    ['at 14:05 on 31 March', []],
  ])('%j', (text, expected) => {
    expect(numbersIn(text).map(({ value, unit }) => `${value}${unit}`)).toEqual(expected);
  });

  it('knows how long it was between two instants', () => {
    const instants = ['2026-03-31T10:00:00Z', '2026-03-31T12:14:30Z'].map((at) => Date.parse(at));
    expect(numbersNotBetween('lasted 2 h 14 min, 134 minutes, 2 hours', instants)).toEqual([]);
    expect(numbersNotBetween('lasted 3 h 14 min', instants)).toHaveLength(2);
  });
});

describe('names', () => {
  it('are capitals inside a sentence, mixed case, and words with digits', () => {
    expect(
      namesIn('Users of ChatGPT in eu-west-1 report that Payments and DNS fail. Monitoring goes on.'),
    ).toEqual(['chatgpt', 'eu-west-1', 'payments', 'dns']);
  });

  it('are found again however they are written', () => {
    expect(namesNotIn('Code Search and Payments 4.18.2', 'code-search and payments (4.18.2) fail')).toEqual(
      [],
    );
    expect(namesNotIn('The fault is in Ledger', 'payments fail')).toEqual(['ledger']);
  });
});

describe('states', () => {
  it.each([
    ['This incident has been resolved.', ['resolved']],
    ['It is not yet resolved.', []],
    ['We will update until it is resolved.', []],
    ['The issue has been identified and a fix is being implemented.', ['identified']],
    ['A fix is in; we are monitoring the results.', ['monitoring']],
    ['Service is partially restored.', []],
  ])('%j', (text, expected) => {
    expect(statesClaimed(text)).toEqual(expected);
  });
});
