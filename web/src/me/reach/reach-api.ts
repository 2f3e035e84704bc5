import type { ContactList, ContactTest } from '@fieldmarshal/contract/delivery/contacts';
import type { ChannelName } from '@fieldmarshal/contract/delivery/channel';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

const contactsKey = liveKey(['contacts', 'catalog'], 'contacts');
const testsKey = liveKey(['contacts', 'deliveries'], 'contact-tests');

/** How the person who looks is reached. */
export function useContacts() {
  return useQuery({
    queryKey: contactsKey,
    queryFn: async ({ signal }) => getJson<ContactList>('/api/v1/me/contact-methods', signal),
  });
}

/** What became of the last test of each way. */
export function useContactTests() {
  return useQuery({
    queryKey: testsKey,
    queryFn: async ({ signal }) => getJson<{ items: ContactTest[] }>('/api/v1/me/contact-tests', signal),
  });
}

interface Act {
  method: 'POST' | 'PUT' | 'DELETE';
  /** After `/api/v1/me/`. */
  path: string;
  body?: object;
}

/** Changes one's ways and looks at them again. */
export function useContactAct<T = object>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method, path, body }: Act) =>
      sendJson<T>(method, `/api/v1/me/${path}`, { body: body ?? {} }),
    onSuccess: async () =>
      Promise.all([
        client.invalidateQueries({ queryKey: contactsKey }),
        client.invalidateQueries({ queryKey: testsKey }),
      ]),
  });
}

/** Each channel as people call it. */
export const channelWords: Record<ChannelName, string> = {
  email: 'E-mail',
  push: 'Notification on a device',
  sms: 'Text message',
  voice: 'Call',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  mattermost: 'Mattermost',
  matrix: 'Matrix',
  ntfy: 'ntfy',
  webhook: 'Webhook',
  tracker: 'Tracker',
  command: 'Command',
};
