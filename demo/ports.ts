/** Where everything of the demo listens, all on 127.0.0.1. */
export const ports = {
  fieldmarshal: 4600,
  /** The site, with `--with-site`. */
  site: 4601,
  control: 4610,
  mailPage: 4611,
  smtp: 4612,
  /** The mail page of the site, where it has a network of its own. */
  siteMail: 4613,
  prometheus: 4690,
} as const;

export const productNames = [
  'gateway',
  'identity',
  'permissions',
  'objects',
  'search',
  'pipelines',
  'files',
  'maps',
  'messages',
  'reports',
  'scheduler',
  'audit',
] as const;
export type ProductName = (typeof productNames)[number];

export const environmentNames = ['eu-prod', 'us-prod', 'field-1'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

export const applicationNames = ['hearthway', 'tidelist'] as const;
export type ApplicationName = (typeof applicationNames)[number];

/** 4700–4711 eu-prod, 4712–4723 us-prod, 4724–4735 field-1, in the order of {@link productNames}. */
export function productPort(environment: EnvironmentName, product: ProductName): number {
  return 4700 + environmentNames.indexOf(environment) * productNames.length + productNames.indexOf(product);
}

/** 4620/4621 eu-prod, 4630/4631 us-prod, 4640/4641 field-1. */
export function applicationPort(environment: EnvironmentName, application: ApplicationName): number {
  return 4620 + environmentNames.indexOf(environment) * 10 + applicationNames.indexOf(application);
}
