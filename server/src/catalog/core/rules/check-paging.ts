import type { Spec } from '@fieldmarshal/contract/catalog';
import type { NewObject } from '../new-object.ts';

type Policy = Spec<'EscalationPolicy'>;
type Target = Policy['fallback'][number];
type Step = Policy['steps'][number];

interface Fault {
  /** Into the spec. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;
/** Hours that differ are taken as independent; more than this many in one chain are not walked through. */
const hoursMax = 6;

/** Whether a target can ever mean anybody. */
export type CanMean = (target: Target) => boolean;

/** What can a target mean in this catalog? Judged by who is listed, not by the hour: a rota with holes counts as somebody. */
export function targetsOf(objects: readonly NewObject[]): CanMean {
  const able = new Set<string>();
  const known = new Set<string>();
  for (const object of objects) {
    known.add(`${object.kind}/${object.name}`);
    if (object.kind === 'Person' && object.spec.hub !== undefined) able.add(`hub/${object.spec.hub}`);
    // Who is in a group is not known here: where it is empty, the chain goes on when it is walked.
    if (object.kind === 'Team' && (object.spec.members.length > 0 || object.spec.group !== undefined))
      able.add(`team/${object.name}`);
    if (object.kind !== 'Schedule') continue;
    const { layers, overrides, fallback } = object.spec;
    if (layers.length + overrides.length + fallback.length > 0) able.add(`schedule/${object.name}`);
  }
  return (target) => {
    // What does not exist is refused by its name; that it means nobody says nothing more.
    if ('person' in target) return true;
    if ('team' in target) return !known.has(`Team/${target.team}`) || able.has(`team/${target.team}`);
    if ('hub' in target) return !known.has(`Hub/${target.hub}`) || able.has(`hub/${target.hub}`);
    return !known.has(`Schedule/${target.schedule}`) || able.has(`schedule/${target.schedule}`);
  };
}

/** Where a policy can page nobody: in its own steps and in each variant. */
export function pagesNobody(policy: Policy, canMean: CanMean): Fault[] {
  return [
    ...ofChain([], { steps: policy.steps, fallback: policy.fallback }, canMean),
    ...policy.variants.flatMap(({ steps, fallback = policy.fallback }, index) =>
      ofChain(['variants', index], { steps, fallback }, canMean),
    ),
  ];
}

interface Chain {
  readonly steps: readonly Step[];
  readonly fallback: readonly Target[];
}

function ofChain(at: Fault['path'], { steps, fallback }: Chain, canMean: CanMean): Fault[] {
  if (fallback.some(canMean)) return [];
  const able = steps.filter(({ targets }) => targets.some(canMean));
  if (able.length === 0) {
    const message = `pages nobody: ${nobodyIn(steps, fallback)}. Name a person, or a team, schedule or hub that has somebody`;
    return [{ path: [...at, 'steps'], message }];
  }
  const silent = severities.filter((severity) => mayBeSilent(able, severity));
  if (silent.length === 0) return [];
  const message = `is needed: at times no step applies to ${silent.join(', ')}, and then nobody would be paged. Name a fallback, or leave \`when\` out of one step`;
  return [{ path: [...at, 'fallback'], message }];
}

function nobodyIn(steps: readonly Step[], fallback: readonly Target[]): string {
  const names = [...steps.flatMap(({ targets }) => targets), ...fallback].map((target) => {
    if ('team' in target) return `team ${target.team} has no members`;
    if ('hub' in target) return `nobody sits at hub ${target.hub}`;
    return 'schedule' in target ? `schedule ${target.schedule} has no layers and no fallback` : '';
  });
  return [...new Set(names)].slice(0, 5).join(', ');
}

/** Whether there is an hour at which none of the steps applies. */
function mayBeSilent(steps: readonly Step[], severity: (typeof severities)[number]): boolean {
  const open = steps.flatMap(({ when }) => {
    if (when?.severities && !when.severities.includes(severity)) return [];
    return {
      hours: when?.hours === undefined ? null : JSON.stringify(when.hours),
      isOutside: when?.outsideHours === true,
    };
  });
  if (open.some(({ hours }) => hours === null)) return false;
  const kinds = [...new Set(open.map(({ hours }) => hours))];
  if (kinds.length > hoursMax) return true;
  return Array.from({ length: 2 ** kinds.length }, (_, bits) => bits).some((bits) =>
    open.every(({ hours, isOutside }) => (((bits >> kinds.indexOf(hours)) & 1) === 1) === isOutside),
  );
}
