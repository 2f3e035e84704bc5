import { messageStages } from '@fieldmarshal/contract/comms/words';
import { describe, expect, test } from 'vitest';
import { shippedTemplates } from '../templates.ts';
import { audiences } from './facts.ts';
import { languageCodes } from './language/index.ts';
import { templateName, tryTemplate, type Trial } from './try-template.ts';

const tried = (text: string, more: Partial<Trial> = {}) =>
  tryTemplate({ language: 'en', audience: 'customers', stage: null, channel: 'full', text, ...more });

const good = `We are looking into a problem with {{ apps }}.
{% if symptom %}You may notice: {{ symptom }}.{% endif %}
{% if next_update %}Next update by {{ next_update }}.{% endif %}`;

describe('a template of one’s own', () => {
  test('that is as good as a shipped one is taken', () => {
    for (const { name, source } of shippedTemplates().filter(({ name: each }) => each.endsWith('/full')))
      for (const language of languageCodes)
        for (const audience of audiences)
          if (name === templateName({ language, audience, stage: null, channel: 'full' }))
            expect(tried(source, { language, audience }), name).toEqual({ broken: [], blocked: [] });
    expect(tried(good, { stage: 'investigating' })).toEqual({ broken: [], blocked: [] });
  });

  test.each([
    ['an unknown slot', 'We look into {{ apps }} for {{ region }}.', /undefined variable: region/],
    ['an unknown filter', 'We look into {{ apps | shout }}.', /undefined filter: shout/],
    ['a loop without an end', '{% for i in (1..100000000) %}{{ apps }}{% endfor %}', /limit exceeded/],
    ['an open block', 'We look into {% if apps %}{{ apps }}.', /not closed/],
    ['a file', "{% include 'secret' %}", /cannot be used/],
    ['no text', '{% if workaround %}Nothing{% endif %}', /gives no text/],
    ['a slot that may be empty', 'We look into {{ apps }}. Where: {{ scope }}.', /A gap was left/],
    ['a place that somebody was to fill', 'We look into {{ apps }} at [Ask site].', /A gap was left/],
    ['markup', 'We look into <b>{{ apps }}</b>.', /markup/],
  ])('is refused for %s', (_what, text, why) => {
    const { broken } = tried(text, { stage: 'investigating' });
    expect(broken.join('\n')).toMatch(why);
    expect(new Set(broken).size).toBe(broken.length);
  });

  test('whose own words would block every message is told of, and not refused', () => {
    const { broken, blocked } = tried(`${good}\nIt will be fixed soon.`, { stage: 'investigating' });
    expect(broken).toEqual([]);
    expect(blocked.join()).toContain('It will be fixed soon.');
  });

  test('of all stages is tried at each of them', () => {
    expect(messageStages.length).toBeGreaterThan(1);
    const only = `{% if stage == 'resolved' %}{{ nothing }}{% endif %}${good}`;
    expect(tried(only, { stage: 'investigating' }).broken).toEqual([]);
    expect(tried(only).broken.join()).toContain('undefined variable: nothing');
  });
});
