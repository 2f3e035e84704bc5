import { AxeBuilder } from '@axe-core/playwright';
import type { Page, Request } from '@playwright/test';
import { until } from '../rig.ts';

/** Every screen with something on it. */
export const screens = [
  '/now',
  '/incidents',
  '/incidents/INC-1',
  '/incidents/INC-1/log',
  '/alerts',
  '/alerts?view=silences',
  '/oncall',
  '/handover',
  '/catalog',
  '/catalog/Person/mira',
  '/map',
  '/map?view=table',
];

/** Something written for `/runbooks`, with all that a runbook can show. */
export const aRunbook = `---
apiVersion: fieldmarshal/v1
kind: Runbook
metadata: { name: check-the-disk }
spec:
  displayName: Check the disk
  symptoms: [is broken]
  text: "# Look\\n\\n1. Log in\\n   - as root\\n     1. carefully\\n2. Look:\\n   \`\`\`\\n   df -h\\n   \`\`\`\\n\\n| a | b |\\n| - | - |\\n| 1 | 2 |\\n\\n> Do not delete."
`;

/** Screens of administration, which are tables and forms like the others: seen in two of the four ways. */
export const quietScreens = [
  '/audit',
  '/incidents/INC-1/review',
  '/actions',
  '/me',
  '/insights',
  '/insights?part=load',
  '/insights?part=noise',
  '/insights?part=objectives',
  '/checks?all=true',
  '/coverage',
  '/new/monitor',
  '/readiness',
  '/readiness/test-pages',
  '/readiness/course',
  '/new/initiative',
  '/training',
  '/feedback',
  '/runbooks',
  '/runbooks/check-the-disk',
  '/new/runbook',
  '/rca',
  '/rca/model',
  '/new/standard',
  '/runners',
  '/envs',
  '/comms',
  '/comms?part=subscribers',
  ...[
    'integrations',
    'heartbeats',
    'mappings',
    'unparsed',
    'deliveries',
    'model',
    'metrics',
    'people',
    'sign-in',
    'tokens',
  ].map((part) => `/admin?part=${part}`),
];

/** The screens of a rota: a schedule, the policy that pages it, a page, and the editors of both. */
export function rotaScreens(of: { schedule: string; policy: string; page: string }): string[] {
  return [
    '/oncall',
    `/oncall/${of.schedule}`,
    `/oncall/${of.schedule}/edit`,
    '/new/schedule',
    '/new/schedule?from=hubs',
    `/escalation/${of.policy}`,
    `/escalation/${of.policy}/edit`,
    '/new/escalation-policy',
    `/pages/${of.page}`,
  ];
}

interface Layer {
  readonly on: string;
  /** A key, or the name of a button. */
  readonly open: string | RegExp;
  /** What is then in front. */
  readonly role: 'dialog' | 'menu';
}

/** What opens over a screen. */
export const layers: readonly Layer[] = [
  { on: '/now', open: 'c', role: 'dialog' },
  { on: '/now', open: 'Control+k', role: 'dialog' },
  { on: '/now', open: '?', role: 'dialog' },
  { on: '/now', open: /^More$/, role: 'dialog' },
  { on: '/incidents/INC-2', open: 'r', role: 'dialog' },
  { on: '/incidents/INC-2', open: 's', role: 'dialog' },
  { on: '/incidents/INC-2', open: /^State/, role: 'menu' },
  { on: '/incidents/INC-2', open: /^Link an alert/, role: 'dialog' },
  { on: '/alerts?view=silences', open: /^Plan maintenance/, role: 'dialog' },
  { on: '/oncall', open: /^Add a shadow/, role: 'dialog' },
  { on: '/admin?part=integrations', open: /^Add an integration/, role: 'dialog' },
  { on: '/admin?part=heartbeats', open: /^Expect a heartbeat/, role: 'dialog' },
  { on: '/admin?part=mappings', open: /^Add a mapping/, role: 'dialog' },
];

/** Opens an address and waits until it has what it asked for. What the page before had asked is none of its business. */
export async function settle(page: Page, address: string): Promise<void> {
  const asking = new Set<Request>();
  const ask = (request: Request): void => {
    if (request.resourceType() === 'fetch') asking.add(request);
  };
  const answer = (request: Request): void => {
    asking.delete(request);
  };
  page.on('request', ask).on('requestfinished', answer).on('requestfailed', answer);
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await page.evaluate(async () => new Promise((resolve) => requestIdleCallback(resolve)));
  await until(async () => asking.size === 0);
  page.off('request', ask).off('requestfinished', answer).off('requestfailed', answer);
}

export async function openLayer(page: Page, { open, role }: Layer): Promise<void> {
  if (typeof open === 'string') await page.keyboard.press(open);
  else await page.getByRole('button', { name: open }).first().click();
  await page.getByRole(role).first().waitFor();
}

/** What keeps somebody from using what is on screen now: what axe finds, and what only scrolling sideways would show. */
export async function barriers(page: Page, name: string): Promise<string[]> {
  // From its top: what the strips lie over while somebody scrolls is no fault of the screen.
  await page.evaluate(() => window.scrollTo(0, 0));
  const violations = await faultsOf(page, (axe) =>
    axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']),
  );
  const isWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return [
    ...violations.map((violation) => `${name}: ${violation}`),
    ...(isWide ? [`${name}: scrolls sideways`] : []),
  ];
}

/** Of the screen that {@link barriers} saw in the other theme: a theme changes colours and nothing else. */
export async function paleParts(page: Page, name: string): Promise<string[]> {
  const violations = await faultsOf(page, (axe) => axe.withRules(['color-contrast']));
  return violations.map((violation) => `${name}: ${violation}`);
}

async function faultsOf(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  // One document without frames of another origin: the page can judge it alone, without a second page that gathers the parts.
  const { violations } = await choose(new AxeBuilder({ page }).setLegacyMode()).analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`);
}
