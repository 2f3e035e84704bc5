import { templatesFor, type Template } from './choose-template.ts';
import { knowsNothing, type DraftFacts, type Knowledge } from './facts.ts';
import { languageOf } from './language/index.ts';
import type { Finding } from './lint/finding.ts';
import { isBlocked, lintOn } from './lint/lint.ts';
import { groundOf, type Ground } from './lint/reading.ts';
import { startMarks, type Span } from './marks.ts';
import { renderTemplate } from './render.ts';
import { scaffoldOf } from './said/scaffold.ts';
import { fillSlots, type Richness, type Slots } from './slots.ts';

export interface Draft {
  readonly text: string;
  /** Which part of the text came from which fact, in the order of the text. */
  readonly spans: readonly Span[];
  readonly findings: readonly Finding[];
  readonly blocked: boolean;
  /** The template it is made of; null for the plain text that is left when every template is broken. */
  readonly template: string | null;
}

export interface Drafting {
  readonly own?: readonly Template[];
  readonly shipped: readonly Template[];
  readonly knowledge?: Knowledge;
}

/** From the richest to the barest: the first one that nothing speaks against is the draft. */
const ladder: readonly Richness[] = [
  { quotes: 2, workaround: true },
  { quotes: 1, workaround: true },
  { quotes: 1, workaround: false },
  { quotes: 0, workaround: false },
];

/**
 * Makes a message of facts. Pure and total: whatever the facts and the templates are, there is a text, and `findings` say what keeps it
 * from being sent. It is the richest text without a finding, else the richest that is not blocked, else the barest.
 */
export function draftMessage(facts: DraftFacts, drafting: Drafting): Draft {
  const { own = [], shipped } = drafting;
  const ground = groundOf(facts, drafting.knowledge ?? knowsNothing, scaffoldOf([...own, ...shipped]));
  const drafts: Draft[] = [];
  for (const richness of ladder) {
    const draft = draftOnce(ground, drafting, richness);
    drafts.push(draft);
    if (draft.findings.every(({ rule }) => !improvable.has(rule))) return told(draft);
  }
  return told(drafts.find(({ blocked }) => !blocked) ?? drafts.at(-1) ?? draftOnce(ground, drafting, barest));

  /** What a person gave for readers is not left out in silence. */
  function told(draft: Draft): Draft {
    const isLeftOut = facts.workaround !== null && saysWorkaround(drafts[0]) && !saysWorkaround(draft);
    return isLeftOut ? { ...draft, findings: [...draft.findings, leftOut(draft.text.length)] } : draft;
  }
}

function saysWorkaround(draft: Draft | undefined): boolean {
  return draft?.spans.some(({ slot }) => slot === 'workaround') ?? false;
}

function leftOut(at: number): Finding {
  return {
    rule: 'workaround-left-out',
    level: 'warning',
    start: at,
    end: at,
    sentence: '',
    message: 'What users can do is left out: its words would keep this message from being sent.',
    advice: 'Say it in words for users: no inner names, no promises.',
  };
}

const barest: Richness = { quotes: 0, workaround: false };

/** Findings that a barer text may not have. The others come of the facts or of the template. */
const improvable = new Set<Finding['rule']>([
  'internal-name',
  'internal-host',
  'internal-id',
  'internal-note',
  'secret',
  'person',
  'customer-named',
  'blame',
  'promise',
  'speculation',
  'empty-slot',
  'wrong-state',
  'number-without-fact',
  'markup',
  'app-not-in-record',
  'too-long',
  'hard-to-read',
]);

function draftOnce(ground: Ground, { own = [], shipped }: Drafting, richness: Richness): Draft {
  const { facts } = ground;
  const marks = startMarks();
  const slots = fillSlots({ ground, richness }, marks);
  const broken: Finding[] = [];
  for (const { name, source } of templatesFor(facts, { own, shipped })) {
    const rendered = renderTemplate(source, slots);
    if (rendered.ok && rendered.text !== '') return finish(marks.read(rendered.text), name);
    broken.push(brokenFinding(name, rendered.ok ? 'It gives no text.' : rendered.error));
  }
  return finish(marks.read(plainText(facts, slots)), null);

  function finish({ text, spans }: { text: string; spans: readonly Span[] }, template: string | null): Draft {
    const findings = [...broken, ...lintOn(text, ground)];
    return { text, spans, findings, blocked: isBlocked(findings), template };
  }
}

function brokenFinding(name: string, error: string): Finding {
  return {
    rule: 'template-broken',
    level: 'warning',
    start: 0,
    end: 0,
    sentence: '',
    message: `The template ${name} cannot be used: ${error}`,
    advice: 'Repair the template; this text was made without it.',
  };
}

function plainText(facts: DraftFacts, { apps, symptom, next_update }: Slots): string {
  const language = languageOf(facts.language);
  return [
    language.plain[facts.stage](apps),
    ...(symptom === null ? [] : [`${symptom}.`]),
    ...(next_update === null ? [] : [language.plainNextUpdate(next_update)]),
  ].join('\n');
}
