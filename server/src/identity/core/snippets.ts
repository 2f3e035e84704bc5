import type { IntegrationKind, Snippet } from '@fieldmarshal/contract/identity';

interface Target {
  /** Where senders reach us, without a slash at the end. */
  readonly baseUrl: string;
  readonly key: string;
}

type Write = (target: Target) => Snippet;

const prometheus: Write = ({ baseUrl, key }) => {
  const url = new URL(baseUrl);
  return {
    title: 'Prometheus',
    where: 'prometheus.yml (vmalert, Thanos and Mimir rulers take the same)',
    language: 'yaml',
    text: `alerting:
  alertmanagers:
    - scheme: ${url.protocol.replace(':', '')}
      path_prefix: ${url.pathname.replace(/\/$/, '')}/intake/alertmanager
      api_version: v2
      authorization:
        type: Bearer
        credentials: ${key}
      static_configs:
        - targets: ['${url.host}']
`,
  };
};

const alertmanager: Write = ({ baseUrl, key }) => ({
  title: 'Alertmanager',
  where: 'alertmanager.yml',
  language: 'yaml',
  text: `route:
  receiver: fieldmarshal
receivers:
  - name: fieldmarshal
    webhook_configs:
      - url: ${baseUrl}/intake/alertmanager/webhook
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: ${key}
`,
});

const amtool: Write = ({ baseUrl, key }) => ({
  title: 'amtool',
  where: 'a shell; to read alerts and to silence, use an API token instead of this key',
  language: 'shell',
  text: `amtool --alertmanager.url=${baseUrl}/intake/k/${key}/alertmanager alert add alertname=TryOut severity=warning\n`,
});

const grafana: Write = ({ baseUrl, key }) => ({
  title: 'Grafana',
  where: 'provisioning/alerting/fieldmarshal.yaml, or the same fields under Alerting → Contact points',
  language: 'yaml',
  text: `apiVersion: 1
contactPoints:
  - orgId: 1
    name: Fieldmarshal
    receivers:
      - uid: fieldmarshal
        type: webhook
        settings:
          url: ${baseUrl}/intake/alertmanager/webhook
          httpMethod: POST
          authorization_scheme: Bearer
          authorization_credentials: ${key}
`,
});

const pagerdutySender: Write = ({ baseUrl, key }) => ({
  title: 'Any PagerDuty Events v2 sender',
  where: 'its environment; the names differ between senders, the two values do not',
  language: 'ini',
  text: `PAGERDUTY_EVENTS_URL=${baseUrl}/intake/pagerduty/v2/enqueue
PAGERDUTY_CHANGE_EVENTS_URL=${baseUrl}/intake/pagerduty/v2/change/enqueue
PAGERDUTY_ROUTING_KEY=${key}
`,
});

const pagerdutyCurl: Write = ({ baseUrl, key }) =>
  curl('Try it', `${baseUrl}/intake/pagerduty/v2/enqueue`, {
    body: {
      routing_key: key,
      event_action: 'trigger',
      dedup_key: 'try-out',
      payload: { summary: 'Try-out', source: 'curl', severity: 'warning' },
    },
  });

const opsgenieSender: Write = ({ baseUrl, key }) => ({
  title: 'Alertmanager and other Opsgenie senders',
  where: 'alertmanager.yml; other senders take the same address and key',
  language: 'yaml',
  text: `receivers:
  - name: fieldmarshal
    opsgenie_configs:
      - api_url: ${baseUrl}/intake/opsgenie/
        api_key: ${key}
`,
});

const opsgenieCurl: Write = ({ baseUrl, key }) =>
  curl('Try it', `${baseUrl}/intake/opsgenie/v2/alerts`, {
    key,
    body: { message: 'Try-out from curl', alias: 'try-out', priority: 'P3' },
  });

const alertmanagerCurl: Write = ({ baseUrl, key }) =>
  curl('Try it', `${baseUrl}/intake/alertmanager/api/v2/alerts`, {
    key,
    body: [
      { labels: { alertname: 'TryOut', severity: 'warning' }, annotations: { summary: 'Try-out from curl' } },
    ],
  });

const eventsCurl: Write = ({ baseUrl, key }) =>
  curl('Plain JSON', `${baseUrl}/intake/events`, {
    key,
    body: { title: 'Try-out from curl', severity: 'warning', status: 'firing' },
  });

const cloudEventCurl: Write = ({ baseUrl, key }) =>
  curl('CloudEvents', `${baseUrl}/intake/events`, {
    key,
    contentType: 'application/cloudevents+json',
    body: {
      specversion: '1.0',
      id: 'try-out-1',
      source: '/curl',
      type: 'com.example.try-out',
      data: { title: 'Try-out from curl', severity: 'warning' },
    },
  });

const heartbeatCurl: Write = ({ baseUrl, key }) => ({
  title: 'Heartbeat',
  where: 'the end of a job, or a crontab line',
  language: 'shell',
  text: `curl -fsS -X POST ${baseUrl}/intake/heartbeat/${key}\n`,
});

const ticketCurl: Write = ({ baseUrl, key }) =>
  curl('What becomes of a ticket', `${baseUrl}/intake/tickets`, {
    key,
    body: { ref: 'INC-42/A3', key: 'OPS-17', url: 'https://jira.example/browse/OPS-17', state: 'Done' },
  });

const ticketWebhook: Write = ({ baseUrl, key }) => ({
  title: 'Webhook of GitHub, GitLab or Jira',
  where: 'the webhooks of the tracker, for its events of issues, as JSON',
  language: 'ini',
  text: `URL=${baseUrl}/intake/k/${key}/tickets\n`,
});

const setups: Record<IntegrationKind, readonly Write[]> = {
  alertmanager: [prometheus, alertmanager, alertmanagerCurl, amtool],
  webhook: [grafana, alertmanager],
  pagerduty: [pagerdutySender, pagerdutyCurl],
  opsgenie: [opsgenieSender, opsgenieCurl],
  events: [eventsCurl, cloudEventCurl],
  heartbeat: [heartbeatCurl],
  tracker: [ticketWebhook, ticketCurl],
  generic: [prometheus, alertmanager, grafana, pagerdutySender, opsgenieSender, eventsCurl, heartbeatCurl],
};

/** Set-up text to paste into senders of this kind, the likeliest first. */
export function snippetsFor(kind: IntegrationKind, target: Target): Snippet[] {
  return setups[kind].map((write) => write(target));
}

interface Request {
  readonly key?: string;
  readonly contentType?: string;
  readonly body: unknown;
}

function curl(title: string, url: string, { key, contentType, body }: Request): Snippet {
  const lines = [
    `curl -fsS ${url}`,
    ...(key === undefined ? [] : [`  -H 'Authorization: Bearer ${key}'`]),
    `  -H 'Content-Type: ${contentType ?? 'application/json'}'`,
    `  -d '${JSON.stringify(body)}'`,
  ];
  return { title, where: 'a shell', language: 'shell', text: `${lines.join(' \\\n')}\n` };
}
