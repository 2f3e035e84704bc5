/** Names in addresses. */
interface Names {
  readonly run: string;
  readonly drill: string;
  readonly siteIncident: string;
}

/** What somebody looks at on duty, at night and on a telephone. */
export const dutyScreens: readonly string[] = [
  ...[
    '/now',
    '/incidents',
    '/incidents/INC-1',
    '/incidents/INC-2',
    '/incidents/INC-1/log',
    '/incidents/INC-2/cause',
  ],
  ...['/alerts', '/alerts?view=silences', '/oncall', '/handover', '/catalog', '/catalog/Person/mira'],
  ...['/map', '/map?view=table', '/runbooks/check-the-disk', '/comms?part=waiting'],
];

/** Every other screen of headquarters. */
export function deskScreens({ run, drill, siteIncident }: Names): string[] {
  return [
    ...['/incidents/INC-1/review', '/incidents/INC-2/replay', '/causes', '/actions', '/rca', '/rca/model'],
    ...['/me', '/me/shifts', '/catalog/Product/search'],
    ...['', '?part=load', '?part=noise', '?part=objectives', '?behind=incidents'].map(
      (part) => `/insights${part}`,
    ),
    ...['/checks?all=true', '/checks/find-check', '/checks/find-check/edit', `/runs/${run}`, '/coverage'],
    ...['/new/monitor', '/runners'],
    ...['/readiness', '/readiness/course', '/readiness/test-pages', '/readiness/products/search'],
    ...['/readiness/standards/has-runbook', '/readiness/standards/has-runbook/edit', '/new/standard'],
    ...[
      '/readiness/initiatives',
      '/readiness/initiatives/knowledge',
      '/readiness/initiatives/knowledge/edit',
    ],
    ...['/new/initiative', '/training', `/drills/${drill}`, '/feedback'],
    ...['/runbooks', '/runbooks/check-the-disk/edit', '/new/runbook'],
    ...['/new/link-template', '/new/metrics-panel', '/new/metrics-source', '/new/product-metric'],
    ...['/new/model-provider', '/new/traces-source', '/new/logs-source'],
    ...['/envs', '/envs/print/runbook', '/envs/outpost', `/envs/outpost/incidents/${siteIncident}`],
    ...['sent', 'subscribers', 'numbers'].map((part) => `/comms?part=${part}`),
    ...['/customers/acme', '/audit'],
    ...adminParts.map((part) => `/admin?part=${part}`),
  ];
}

/** Of the site itself. */
export function siteScreens({ siteIncident }: Pick<Names, 'siteIncident'>): string[] {
  return ['/envs', '/envs/print/runbook', `/envs/messages/${siteIncident}`, `/incidents/${siteIncident}`];
}

const adminParts = [
  ...[
    'integrations',
    'heartbeats',
    'mappings',
    'unparsed',
    'deliveries',
    'providers',
    'trackers',
    'model',
    'metrics',
    'check-secrets',
  ],
  ...['people', 'sign-in', 'tokens'],
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

export interface Layer {
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
  { on: '/insights', open: /^Send by mail/, role: 'dialog' },
  { on: '/training', open: 'n', role: 'dialog' },
  { on: '/readiness/products/search', open: /^Exempt/, role: 'dialog' },
  { on: '/incidents/INC-1/review', open: /^Link a ticket/, role: 'dialog' },
  { on: '/envs', open: /^Invite a site/, role: 'dialog' },
  { on: '/envs', open: /^Import bundles/, role: 'dialog' },
  { on: '/envs', open: /^Enter a short message/, role: 'dialog' },
  { on: '/admin?part=integrations', open: /^Add an integration/, role: 'dialog' },
  { on: '/admin?part=heartbeats', open: /^Expect a heartbeat/, role: 'dialog' },
  { on: '/admin?part=mappings', open: /^Add a mapping/, role: 'dialog' },
  { on: '/admin?part=check-secrets', open: /^Set a secret/, role: 'dialog' },
  { on: '/runners', open: /^Enrol a runner/, role: 'dialog' },
];
