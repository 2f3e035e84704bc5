import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shippedTemplates } from '../../templates.ts';
import { draftMessage } from '../draft.ts';
import { audiences, channelKinds, stages } from '../facts.ts';
import { languageCodes } from '../language/index.ts';
import { sampleFacts } from '../sample-facts.ts';

const shipped = shippedTemplates();
const noticed: Readonly<Record<string, string>> = {
  en: 'Finding a person fails',
  de: 'Die Suche nach Personen ist langsam',
  fr: 'La recherche de personnes est lente',
};
const words = fc
  .array(
    fc.constantFrom('If', 'your service, as ever,', 'uses', 'slow', 'errors', '{{ apps }}', 'you', '(may)'),
    {
      minLength: 2,
      maxLength: 12,
    },
  )
  .map((list) => list.join(' '));

test.each(languageCodes)(
  'the next message quotes what was said, never the words around it (%s)',
  (language) => {
    const said = noticed[language] ?? '';
    const template = fc.record({
      before: words,
      after: fc.constantFrom('', ' at the moment', ' errors you see'),
    });
    fc.assert(
      fc.property(
        fc.option(template),
        fc.constantFrom(...audiences),
        fc.constantFrom(...channelKinds),
        fc.constantFrom(...stages),
        (own, audience, channel, stage) => {
          const source = `{{ stage }} notice.\n${own?.before} and see: {{ symptom }}${own?.after}.`;
          const drafting = {
            shipped,
            own: own === null ? [] : [{ name: `${language}/${audience}/${channel}`, source }],
          };
          const first = { text: `${said}.`, evidence: 'e0', language };
          const facts = sampleFacts({ language, audience, channel, said: [first] });
          const messages = [draftMessage(facts, drafting).text];
          for (const evidence of ['e1', 'e2']) {
            const told = messages.map((text) => ({ text, evidence, language }));
            messages.push(draftMessage({ ...facts, stage, said: [first, ...told] }, drafting).text);
          }
          for (const text of messages) {
            if (!text.includes(said)) continue;
            expect(text.split(said), text).toHaveLength(2);
            const lines = text.split('\n').map((line) => line.replace(/[:].*/u, ''));
            expect(new Set(lines).size, text).toBe(lines.length);
            const label =
              text
                .split('\n')
                .find((line) => line.includes(said))
                ?.split(':')[0] ?? '';
            expect(text.split(label), text).toHaveLength(2);
          }
        },
      ),
      { numRuns: 80 },
    );
  },
);
