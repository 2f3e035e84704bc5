import type { Communication } from './comms-api.ts';

export const stageWords: Readonly<Record<Communication['stage'], string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  'still-working': 'Still working',
  maintenance: 'Maintenance',
};

const audienceWords: Readonly<Record<Communication['audience'], string>> = {
  customers: 'Customers',
  executives: 'Executives',
  support: 'Support',
  partners: 'Partner teams',
};

/** `Customers of Hearthway`, `Support`. */
export function readersText({
  audience,
  application,
  applicationName,
}: Pick<Communication, 'audience' | 'application' | 'applicationName'>): string {
  const words = audienceWords[audience];
  return application === null ? words : `${words} of ${applicationName ?? application}`;
}

export const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/** `1 of 2 approvals: Mira Khan`; empty where one is enough and none is given. */
export function approvalText({ approvals, approvalsNeeded }: Communication): string {
  if (approvalsNeeded === 1 && approvals.length === 0) return '';
  const by = approvals.map(({ name }) => name).join(', ');
  return `${approvals.length} of ${approvalsNeeded} approvals${by === '' ? '' : `: ${by}`}`;
}

/** What keeps it from being approved; undefined where nothing does. */
export function blockedBy({ findings }: Communication): string | undefined {
  const blocking = findings.filter(({ level }) => level === 'blocking');
  return blocking.length === 0
    ? undefined
    : `${blocking.length} blocking ${blocking.length === 1 ? 'finding' : 'findings'}: ${blocking[0]?.message ?? ''}`;
}

/** An approval of the words as they are on screen, and of what is shown to have changed. */
export function approvalOf({ hash, changes, basis }: Communication): { hash: string; acceptBasis?: string } {
  return { hash, ...(changes.length > 0 ? { acceptBasis: basis } : {}) };
}

/** Messages with the same one are one message in several languages. */
export function readersKey({ id, inLanguages }: Pick<Communication, 'id' | 'inLanguages'>): string {
  return inLanguages[0]?.id ?? id;
}

/** Customers first, by application, English before the other languages. */
export function placeOf({ audience, application, language, corrects }: Communication): string {
  const readers = ['customers', 'executives', 'support', 'partners'].indexOf(audience);
  return `${readers} ${application ?? ''} ${language === 'en' ? '' : language} ${corrects ?? ''}`;
}
