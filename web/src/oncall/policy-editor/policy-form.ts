import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { Fault } from '../../catalog/editor/faults.ts';
import type { PolicySpec } from '../paging/policy-api.ts';
import { rowId, type Row } from '../form/rows.ts';
import { missingInWhen, whenForm, whenOf, type WhenForm } from './when-form.ts';

const targetKinds = ['person', 'schedule', 'team', 'hub'] as const;
export type TargetKind = (typeof targetKinds)[number];

export interface TargetForm extends Row {
  kind: TargetKind;
  name: string;
  /** One of the group in turn instead of all; means nothing for a person. */
  roundRobin: boolean;
}

export interface StepForm extends Row {
  targets: readonly TargetForm[];
  minutes: string;
  when: WhenForm;
}

/** Steps with what follows them. In a variant an empty `repeat` and `fallback: null` are those of the policy. */
export interface ChainForm {
  steps: readonly StepForm[];
  repeat: string;
  fallback: readonly TargetForm[] | null;
}

export interface VariantForm extends Row, ChainForm {
  name: string;
  when: WhenForm;
}

export interface PolicyForm extends ChainForm {
  displayName: string;
  description: string;
  /** The team that may change it; empty: leads alone. */
  owner: string;
  links: PolicySpec['links'];
  variants: readonly VariantForm[];
  ackTimeout: string;
  isDefault: boolean;
}

export function blankTarget(): TargetForm {
  return { id: rowId(), kind: 'schedule', name: '', roundRobin: false };
}

export function blankStep(zone: string): StepForm {
  return { id: rowId(), targets: [blankTarget()], minutes: '5', when: whenForm(undefined, zone) };
}

export function blankVariant(zone: string): VariantForm {
  return {
    id: rowId(),
    name: '',
    when: whenForm(undefined, zone),
    steps: [blankStep(zone)],
    repeat: '',
    fallback: null,
  };
}

export function blankPolicy(zone: string): PolicyForm {
  return {
    displayName: '',
    description: '',
    owner: '',
    links: undefined,
    steps: [blankStep(zone)],
    repeat: '1',
    fallback: [],
    variants: [],
    ackTimeout: '',
    isDefault: false,
  };
}

export function policyForm(spec: PolicySpec, zone: string): PolicyForm {
  return {
    displayName: spec.displayName ?? '',
    description: spec.description ?? '',
    owner: spec.owner ?? '',
    links: spec.links,
    ...chainForm(spec, zone),
    variants: spec.variants.map((variant) => ({
      id: rowId(),
      name: variant.name,
      when: whenForm(variant.when, zone),
      ...chainForm(variant, zone),
    })),
    ackTimeout: spec.ackTimeoutMinutes === undefined ? '' : String(spec.ackTimeoutMinutes),
    isDefault: spec.default,
  };
}

type ChainSpec = PolicySpec['variants'][number] | PolicySpec;

function chainForm({ steps, repeat, fallback }: ChainSpec, zone: string): ChainForm {
  return {
    steps: steps.map((step) => ({
      id: rowId(),
      targets: step.targets.map((target) => targetForm(target)),
      minutes: String(step.minutes),
      when: whenForm(step.when, zone),
    })),
    repeat: repeat === undefined ? '' : String(repeat),
    fallback: fallback?.map((target) => targetForm(target)) ?? null,
  };
}

function targetForm(target: PageTarget): TargetForm {
  const roundRobin = 'roundRobin' in target && target.roundRobin === true;
  for (const kind of targetKinds) {
    const name: unknown = Reflect.get(target, kind);
    if (typeof name === 'string') return { id: rowId(), kind, name, roundRobin };
  }
  return blankTarget();
}

function targetOf({ kind, name, roundRobin }: TargetForm): PageTarget {
  const turn = roundRobin ? { roundRobin } : {};
  switch (kind) {
    case 'person':
      return { person: name };
    case 'schedule':
      return { schedule: name, ...turn };
    case 'team':
      return { team: name, ...turn };
    case 'hub':
      return { hub: name, ...turn };
  }
}

export function policyOf(form: PolicyForm): PolicySpec {
  const { displayName, description, owner, links, ackTimeout } = form;
  return {
    ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
    ...(description.trim() === '' ? {} : { description }),
    ...(owner === '' ? {} : { owner }),
    ...(links === undefined ? {} : { links }),
    steps: stepsOf(form),
    repeat: Number(form.repeat),
    fallback: (form.fallback ?? []).map((target) => targetOf(target)),
    variants: form.variants.map((variant) => ({
      name: variant.name.trim(),
      when: whenOf(variant.when) ?? { outsideHours: false },
      steps: stepsOf(variant),
      ...(variant.repeat === '' ? {} : { repeat: Number(variant.repeat) }),
      ...(variant.fallback === null ? {} : { fallback: variant.fallback.map((target) => targetOf(target)) }),
    })),
    ...(ackTimeout === '' ? {} : { ackTimeoutMinutes: Number(ackTimeout) }),
    default: form.isDefault,
  };
}

function stepsOf({ steps }: ChainForm): PolicySpec['steps'] {
  return steps.map(({ targets, minutes, when }) => {
    const applies = whenOf(when);
    return {
      targets: targets.map((target) => targetOf(target)),
      minutes: Number(minutes),
      ...(applies === undefined ? {} : { when: applies }),
    };
  });
}

/** What is still to be said before the policy means something. */
export function missingInPolicy(form: PolicyForm): Fault[] {
  return [
    ...missingInChain(form, '', /^\d$/),
    ...form.variants.flatMap((variant, index) => {
      const path = `variants[${index}].`;
      return [
        ...(variant.name.trim() === '' ? [{ path: `${path}name`, message: 'Give the variant a name' }] : []),
        ...missingInWhen(variant.when, `${path}when`),
        ...missingInChain(variant, path, /^\d?$/),
      ];
    }),
    ...(form.ackTimeout === '' || isBetween(form.ackTimeout, 1, 10_080)
      ? []
      : [{ path: 'ackTimeoutMinutes', message: 'Minutes from 1 to 10080, or empty' }]),
  ];
}

function missingInChain({ steps, repeat, fallback }: ChainForm, path: string, times: RegExp): Fault[] {
  return [
    ...(steps.length === 0 ? [{ path: `${path}steps`, message: 'Add a step' }] : []),
    ...steps.flatMap(({ targets, minutes, when }, index) => {
      const at = `${path}steps[${index}]`;
      return [
        ...(targets.length === 0 ? [{ path: `${at}.targets`, message: 'Choose whom the step pages' }] : []),
        ...missingInTargets(targets, `${at}.targets`),
        ...(isBetween(minutes, 0.05, 1440)
          ? []
          : [{ path: `${at}.minutes`, message: 'Minutes from 0.05 to 1440' }]),
        ...missingInWhen(when, `${at}.when`),
      ];
    }),
    ...(times.test(repeat) ? [] : [{ path: `${path}repeat`, message: 'A whole number from 0 to 9' }]),
    ...missingInTargets(fallback ?? [], `${path}fallback`),
  ];
}

function missingInTargets(targets: readonly TargetForm[], path: string): Fault[] {
  return targets.flatMap(({ name }, index) =>
    name === '' ? [{ path: `${path}[${index}]`, message: 'Choose who is paged' }] : [],
  );
}

function isBetween(text: string, least: number, most: number): boolean {
  return text.trim() !== '' && Number(text) >= least && Number(text) <= most;
}
