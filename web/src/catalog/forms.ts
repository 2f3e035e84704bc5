/** Kinds that are made and edited in forms on screens of their own. */
const forms = {
  Schedule: { make: '/new/schedule', edit: '/oncall/$name/edit', word: 'New schedule' },
  EscalationPolicy: {
    ...{ make: '/new/escalation-policy', edit: '/escalation/$name/edit' },
    word: 'New escalation policy',
  },
  Standard: { make: '/new/standard', edit: '/readiness/standards/$name/edit', word: 'New standard' },
  Initiative: { make: '/new/initiative', edit: '/readiness/initiatives/$name/edit', word: 'New initiative' },
  Runbook: { make: '/new/runbook', edit: '/runbooks/$name/edit', word: 'New runbook' },
  LinkTemplate: {
    ...{ make: '/new/link-template', edit: '/link-templates/$name/edit' },
    word: 'New link template',
  },
  MetricsPanel: {
    ...{ make: '/new/metrics-panel', edit: '/metrics-panels/$name/edit' },
    word: 'New metrics panel',
  },
  MetricsSource: {
    ...{ make: '/new/metrics-source', edit: '/metrics-sources/$name/edit' },
    word: 'New metrics server',
  },
  TracesSource: {
    ...{ make: '/new/traces-source', edit: '/traces-sources/$name/edit' },
    word: 'New store of traces',
  },
  LogsSource: {
    ...{ make: '/new/logs-source', edit: '/logs-sources/$name/edit' },
    word: 'New store of logs',
  },
  ProductMetric: {
    ...{ make: '/new/product-metric', edit: '/product-metrics/$name/edit' },
    word: 'New product metric',
  },
  ModelProvider: {
    ...{ make: '/new/model-provider', edit: '/model-providers/$name/edit' },
    word: 'New model provider',
  },
} as const;

export function formOf(kind: string): (typeof forms)[keyof typeof forms] | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is a key of it
  return Object.hasOwn(forms, kind) ? forms[kind as keyof typeof forms] : null;
}
