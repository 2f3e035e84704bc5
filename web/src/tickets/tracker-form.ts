/** What people fill in of a tracker; empty: it has none. */
export interface TrackerFields {
  readonly newTicket: string;
  readonly ticket: string;
  readonly webhook: string;
  readonly keyHeader: string;
}

interface Preset {
  readonly label: string;
  readonly fields: TrackerFields;
  readonly body: 'standard' | 'github';
}

/** Addresses as these trackers have them out of the box; capitals are to be replaced. */
export const presets = {
  jira: {
    label: 'Jira',
    body: 'standard',
    fields: {
      newTicket:
        'https://YOURS.atlassian.net/secure/CreateIssueDetailsInit.jspa?pid=PROJECT&issuetype=TYPE&summary={{title}}&description={{description}}&duedate={{due}}',
      ticket: 'https://YOURS.atlassian.net/browse/{{key}}',
      webhook: '',
      keyHeader: 'X-Automation-Webhook-Token',
    },
  },
  github: {
    label: 'GitHub',
    body: 'github',
    fields: {
      newTicket: 'https://github.com/OWNER/REPOSITORY/issues/new?title={{title}}&body={{description}}',
      ticket: '',
      webhook: 'https://api.github.com/repos/OWNER/REPOSITORY/dispatches',
      keyHeader: 'Authorization',
    },
  },
  gitlab: {
    label: 'GitLab',
    body: 'standard',
    fields: {
      newTicket:
        'https://gitlab.com/GROUP/PROJECT/-/issues/new?issue[title]={{title}}&issue[description]={{description}}',
      ticket: '',
      webhook: '',
      keyHeader: '',
    },
  },
  other: {
    label: 'Another',
    body: 'standard',
    fields: { newTicket: '', ticket: '', webhook: '', keyHeader: '' },
  },
} as const satisfies Record<string, Preset>;
export type PresetName = keyof typeof presets;

/** The spec of a new tracker; fields that are empty are left out. */
export function specOf(preset: PresetName, fields: TrackerFields): object {
  const [newTicket, ticket, url] = [fields.newTicket, fields.ticket, fields.webhook].map((text) =>
    text.trim(),
  );
  const keyHeader = fields.keyHeader.trim();
  return {
    ...(newTicket === '' ? {} : { newTicket }),
    ...(ticket === '' ? {} : { ticket }),
    ...(url === ''
      ? {}
      : { webhook: { url, body: presets[preset].body, ...(keyHeader === '' ? {} : { keyHeader }) } }),
  };
}
