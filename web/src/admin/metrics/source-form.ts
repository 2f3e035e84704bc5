import type { MetricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import type { Fault } from '../../catalog/editor/faults.ts';

/** A metrics server while it is edited; what has no field is kept as it was. */
export interface SourceForm {
  displayName: string;
  url: string;
  auth: MetricsSourceSpec['auth'];
  user: string;
  tenant: string;
  kept: Partial<MetricsSourceSpec>;
}

export const blankSource: SourceForm = {
  ...{ displayName: '', url: '', auth: 'none', user: '', tenant: '', kept: {} },
};

export function sourceForm(spec: MetricsSourceSpec): SourceForm {
  const { displayName = '', url, auth, user = '', tenant = '' } = spec;
  return { displayName, url, auth, user, tenant, kept: spec };
}

/** A user goes with a password only. */
export function sourceOf({ displayName, url, auth, user, tenant, kept }: SourceForm) {
  const { displayName: _, user: __, tenant: ___, ...rest } = kept;
  const said = (key: string, value: string) => (value.trim() === '' ? {} : { [key]: value.trim() });
  return {
    ...rest,
    ...said('displayName', displayName),
    ...said('tenant', tenant),
    ...(auth === 'basic' ? said('user', user) : {}),
    ...{ url: url.trim(), auth },
  };
}

export function missingInSource({ url, auth, user }: SourceForm): Fault[] {
  const faults: (Fault | false)[] = [
    !/^https?:\/\/\S/.test(url.trim()) && {
      path: 'url',
      message: 'A web address, such as http://prometheus:9090',
    },
    auth === 'basic' && user.trim() === '' && { path: 'user', message: 'Say which user the password is of' },
  ];
  return faults.filter((fault) => fault !== false);
}
