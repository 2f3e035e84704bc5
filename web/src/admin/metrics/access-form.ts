import type { MetricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import type { Fault } from '../../catalog/editor/faults.ts';
import { given, keptOf } from '../../knowledge/editors/applies.ts';

/** Where a server of metrics, traces or logs stands and what it asks for, while that is edited. */
export interface AccessForm {
  displayName: string;
  url: string;
  auth: MetricsSourceSpec['auth'];
  user: string;
  tenant: string;
}

type AccessSpec = Pick<MetricsSourceSpec, 'displayName' | 'url' | 'auth' | 'user' | 'tenant'>;

export const blankAccess: AccessForm = { displayName: '', url: '', auth: 'none', user: '', tenant: '' };

export function accessForm({ displayName = '', url, auth, user = '', tenant = '' }: AccessSpec): AccessForm {
  return { displayName, url, auth, user, tenant };
}

/** What is `kept` has no field of its own; a user goes with a password only. */
export function accessOf(
  { displayName, url, auth, user, tenant }: AccessForm,
  kept: Partial<AccessSpec>,
): object {
  return {
    ...keptOf(kept, ['displayName', 'tenant', 'user']),
    ...given('displayName', displayName),
    ...given('tenant', tenant),
    ...(auth === 'basic' ? given('user', user) : {}),
    ...{ url: url.trim(), auth },
  };
}

/** `such` is an address as this kind of server has it. */
export function missingInAccess({ url, auth, user, tenant }: AccessForm, such: string): Fault[] {
  const faults: (Fault | false)[] = [
    !/^https?:\/\/\S+$/.test(url.trim()) && { path: 'url', message: `A web address, such as ${such}` },
    auth === 'basic' && user.trim() === '' && { path: 'user', message: 'Say which user the password is of' },
    /\s/.test(tenant.trim()) && { path: 'tenant', message: 'The name of a tenant has no spaces' },
  ];
  return faults.filter((fault) => fault !== false);
}
