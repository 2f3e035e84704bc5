import type { ProviderKind } from '@fieldmarshal/contract/delivery/provider';

export interface ProviderField {
  /** In `settings`, or in `secrets`. */
  name: string;
  label: string;
  isSecret?: true;
  isNumber?: true;
  isList?: true;
  options?: readonly string[];
  hint?: string;
  initial?: string;
}

const phone: ProviderField = {
  name: 'channels',
  label: 'Serves',
  isList: true,
  options: ['sms', 'voice'],
  initial: 'sms',
};

/** What is asked for each kind; the rest has its defaults. A local command is set up in the operator's file only. */
export const providerFields: Record<Exclude<ProviderKind, 'command'>, readonly ProviderField[]> = {
  twilio: [
    phone,
    { name: 'baseUrl', label: 'Address of the API', initial: 'https://api.twilio.com' },
    { name: 'accountSid', label: 'Account id' },
    { name: 'authToken', label: 'Auth token', isSecret: true },
    { name: 'from', label: 'From number' },
  ],
  smpp: [
    { name: 'host', label: 'Host' },
    { name: 'port', label: 'Port', isNumber: true, initial: '2775' },
    { name: 'systemId', label: 'System id' },
    { name: 'password', label: 'Password', isSecret: true },
    { name: 'from', label: 'From', hint: 'A number, or a name of letters and digits' },
  ],
  'http-gateway': [
    phone,
    { name: 'method', label: 'Method', options: ['POST', 'GET', 'PUT'], initial: 'POST' },
    { name: 'url', label: 'Address', hint: 'May hold {{to}}, {{text}}, {{key}}, {{secret.token}}' },
    { name: 'bodyType', label: 'Body', options: ['json', 'form', 'xml', 'text', 'none'], initial: 'json' },
    { name: 'body', label: 'Template of the body', initial: '{"to":"{{to}}","text":"{{text}}"}' },
    { name: 'token', label: 'Secret {{secret.token}}', isSecret: true },
  ],
  smtp: [
    { name: 'host', label: 'Host' },
    { name: 'port', label: 'Port', isNumber: true, initial: '587' },
    { name: 'user', label: 'User' },
    { name: 'password', label: 'Password', isSecret: true },
  ],
  matrix: [
    { name: 'homeserver', label: 'Address of the homeserver' },
    { name: 'accessToken', label: 'Access token', isSecret: true },
  ],
  ntfy: [
    { name: 'server', label: 'Address of the server' },
    { name: 'token', label: 'Access token', isSecret: true, hint: 'Where the server wants one' },
  ],
};
