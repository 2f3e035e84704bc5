import { describe, expect, test } from 'vitest';
import { messageHash } from '../message-hash.ts';
import { shippedTemplates } from '../templates.ts';
import { draftMessage } from './draft.ts';
import { audiences, channelKinds, knowsNothing, stages } from './facts.ts';
import { languageCodes } from './language/index.ts';
import { sampleFacts } from './sample-facts.ts';

const shipped = shippedTemplates();
const draft = (changes = {}, more = {}) => draftMessage(sampleFacts(changes), { shipped, ...more });

describe('a draft', () => {
  test('names what users were doing where it is known, in its list of what they notice', () => {
    const workflow = (value: 'unavailable' | 'degraded', of: string) => ({
      value,
      of,
      evidence: `impact:${of}`,
    });
    const symptoms = [
      workflow('unavailable', 'Pay an invoice'),
      { value: 'unavailable' as const, evidence: 'impact:pay' },
      ...[
        'Open an account',
        'Close an account',
        'Order a card',
        'Block a card',
        'See a balance',
        'Ask for help',
      ].map((of) => workflow('degraded', of)),
    ];
    const { text, spans, findings } = draft({ symptoms });
    expect(text).toContain(
      'What you may notice: times when actions are not working (Pay an invoice), degraded performance (Open an account, Close an account, Order a card, and others).',
    );
    expect(findings).toEqual([]);
    expect(spans.filter(({ evidence }) => evidence === 'impact:Pay an invoice')).toHaveLength(2);
    expect(draft({ symptoms, channel: 'brief' }).text).not.toContain('Pay an invoice');
  });

  test.each([
    ['en', 'times when actions are not working (Pay an invoice)'],
    ['de', 'Vorgänge, die zeitweise nicht funktionieren (Pay an invoice)'],
    ['fr', 'actions qui ne fonctionnent pas par moments (Pay an invoice)'],
  ])('does not call the service away where it is known what users cannot do, in %s', (language, words) => {
    const symptoms = [{ value: 'unavailable' as const, of: 'Pay an invoice', evidence: 'impact:pay' }];
    for (const channel of channelKinds) {
      const { text, findings } = draft({ symptoms, language, channel });
      expect(text).toContain(channel === 'brief' ? words.replace(/ \(.*/u, '') : words);
      expect(findings).toEqual([]);
    }
  });

  test('says what is affected, what users notice, since when and when the next update comes', () => {
    expect(draft().text).toBe(
      [
        'We are investigating a problem with Payments and Accounts.',
        'What you may notice: times when the service is unavailable, degraded performance, errors or failed requests.',
        'Started: 10:00 GMT.',
        'Next update by 11:00 GMT.',
      ].join('\n'),
    );
    expect(draft()).toMatchObject({ findings: [], blocked: false, template: 'en/customers/full' });
  });

  test('tells the workaround that was given, and never leaves it out in silence', () => {
    const workaround = (value: string) => draft({ workaround: { value, evidence: 'INC-7#workaround' } });
    expect(workaround('use the desktop app.').text).toContain('What you can do: use the desktop app.');
    const promised = workaround('wait, it will be fixed by noon');
    expect(promised.blocked).toBe(false);
    expect(promised.text).not.toContain('noon');
    expect(promised.findings.map(({ rule }) => rule)).toEqual(['workaround-left-out']);
  });

  test('is whole for every stage, audience, kind of channel and language', () => {
    for (const stage of stages)
      for (const audience of audiences)
        for (const channel of channelKinds)
          for (const language of languageCodes) {
            const found = draft({
              stage,
              audience,
              channel,
              language,
              resolvedAt:
                stage === 'resolved' ? { value: '2026-11-24T10:29:00Z', evidence: 'INC-7#9' } : null,
              scope: { value: 'Europa', evidence: 'impact' },
              customers: { value: 12, evidence: 'impact' },
            });
            const where = [stage, audience, channel, language].join(' ');
            expect(found.findings, `${where}: ${found.text}`).toEqual([]);
            expect(found.template, where).toBe(`${language}/${audience}/${channel}`);
          }
  });

  test('links each fact in the text to what shows it', () => {
    const { text, spans } = draft({ scope: { value: 'customers in Europe', evidence: 'impact:eu' } });
    expect(spans.map(({ start, end, slot, evidence }) => [text.slice(start, end), slot, evidence])).toEqual([
      ['Payments', 'apps', 'impact:pay'],
      ['Accounts', 'apps', 'impact:acct'],
      ['times when the service is unavailable', 'symptom', 'impact:pay'],
      ['degraded performance', 'symptom', 'impact:acct'],
      ['errors or failed requests', 'symptom', 'impact:acct'],
      ['customers in Europe', 'scope', 'impact:eu'],
      ['10:00 GMT', 'started', 'INC-7#1'],
      ['11:00 GMT', 'next_update', 'INC-7#4'],
    ]);
  });

  test.each([
    [
      'a responder’s sentence',
      'Card payments fail with an error in Europe.',
      'Card payments fail with an error in Europe',
    ],
    [
      'the part that users notice',
      'We are investigating reports of slow checkout pages.',
      'slow checkout pages',
    ],
  ])('quotes %s', (_, text, quoted) => {
    expect(draft({ said: [{ text, evidence: 'e1', language: 'en' }] }).text).toContain(
      `What you may notice: ${quoted}.`,
    );
  });

  test.each([
    ['an internal host', 'Payments fail because db-prod-7.eu.internal is down.'],
    ['a guess', 'Payments fail, probably because of the network.'],
    ['a person', 'Payments fail since Priya Raman changed something.'],
    ['an end that is not recorded', 'Payments failed and the errors are resolved.'],
  ])('does not quote %s', (_, text) => {
    const found = draft(
      { said: [{ text, evidence: 'e1', language: 'en' }] },
      { knowledge: { ...knowsNothing, people: ['Priya Raman'] } },
    );
    expect(found.text).toContain('What you may notice: times when the service is unavailable');
    expect(found.findings).toEqual([]);
  });

  test('understands words in another language and says them in its own', () => {
    const said = [{ text: 'Sign-in fails with a timeout.', evidence: 'e1', language: 'en' }];
    expect(draft({ said, language: 'de-CH', timeZone: 'Europe/Zurich' }).text).toContain(
      'Das merken Sie unter Umständen: Fehler oder fehlgeschlagene Anfragen, Probleme bei der Anmeldung, Verbindungsprobleme.',
    );
  });

  test('blocks for an application without a public name, and does not write its inner one', () => {
    const apps = [{ ref: 'app-ledger-v2', publicName: null, state: 'down' as const, evidence: 'impact:l' }];
    const found = draft({ apps });
    expect(found.blocked).toBe(true);
    expect(found.findings.map(({ rule }) => rule)).toContain('app-without-public-name');
    expect(found.text).not.toContain('ledger');
  });

  test.each([
    ['an unknown slot', 'We are investigating {{ owner }}.'],
    ['an unknown filter', '{{ apps | shout }}'],
    [
      'an endless loop',
      '{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}{% endfor %}',
    ],
    ['a tag that is not closed', '{% if apps %}'],
    ['a file', "{% include '/etc/passwd' %}"],
    ['a prototype', 'We are investigating {{ apps.constructor.name }}.'],
    ['nothing in it', '   '],
  ])('falls back to a shipped text for a template with %s, and says so', (_, source) => {
    const own = [{ name: 'en/customers/full', source }];
    const found = draft({}, { own });
    expect(found.text).toBe(draft().text);
    expect(found.findings.map(({ rule, level }) => [rule, level])).toEqual([['template-broken', 'warning']]);
  });

  test('is plain text when no template at all can be used', () => {
    const found = draft({ language: 'fr' }, { shipped: [{ name: 'fr/customers/full', source: '{{' }] });
    expect(found.template).toBeNull();
    expect(found.blocked).toBe(false);
    expect(found.text).toContain('Nous recherchons l’origine d’un problème : Payments et Accounts.');
  });

  test('takes the template of the stage before that of every stage, and an own one before a shipped one', () => {
    const own = [
      { name: 'en/customers/full', source: 'We are investigating. {{ apps }}' },
      { name: 'en/customers/full/investigating', source: 'Own: we are investigating {{ apps }}.' },
    ];
    expect(draft({}, { own }).text).toBe('Own: we are investigating Payments and Accounts.');
  });
});

describe('the hash of a message', () => {
  const message = {
    text: 'We are investigating.',
    audience: 'customers',
    channel: 'full',
    language: 'en',
  } as const;

  test.each([
    ['a space', { text: 'We are  investigating.' }],
    ['the audience', { audience: 'partners' }],
    ['the channel', { channel: 'brief' }],
    ['the language', { language: 'de' }],
    ['the recipients', { recipients: ['acme'] }],
  ] as const)('changes with %s', (_, change) => {
    expect(messageHash({ ...message, ...change })).not.toBe(messageHash(message));
  });

  test('does not depend on the order of recipients', () => {
    expect(messageHash({ ...message, recipients: ['b', 'a', 'a'] })).toBe(
      messageHash({ ...message, recipients: ['a', 'b'] }),
    );
  });
});

test('a zone without a name of its own is told as an offset from UTC, and is no name of a machine', () => {
  const { text, findings } = draft({ timeZone: 'America/Denver' });
  expect(text).toMatch(/\d\d:\d\d UTC-7/);
  expect(findings).toEqual([]);
});
