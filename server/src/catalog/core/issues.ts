import { didYouMean, issueInWords, typeNameOf, typeWord } from '@fieldmarshal/contract';
import type { z } from 'zod';
import { knownKeys } from './schema-keys.ts';

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;
type Path = readonly (string | number)[];

/** One thing wrong with a value, in words for the person who wrote it. */
export interface ShapeFault {
  readonly path: Path;
  readonly message: string;
  /** Whether the key is at fault rather than its value. */
  readonly at: 'key' | 'value';
}

/** More faults of one value than these help nobody, and finding the place of each costs a walk through the file. */
const faultsMax = 100;

/** What a failed parse of `value` by `schema` says, field by field, at most 100; an unknown field gets the nearest known one. */
export function shapeFaults(schema: z.ZodType, value: unknown, issues: readonly Issue[]): ShapeFault[] {
  return issues
    .slice(0, faultsMax)
    .flatMap((issue) => ofIssue({ schema, value }, issue, []))
    .slice(0, faultsMax);
}

interface Context {
  readonly schema: z.ZodType;
  readonly value: unknown;
}

function ofIssue(context: Context, issue: Issue, prefix: Path): ShapeFault[] {
  const path = [...prefix, ...pathOf(issue)];
  const found = valueAt(context.value, path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(context.schema, path);
    return issue.keys.slice(0, faultsMax).map((key) => ({
      path: [...path, key],
      message: `is not a known field${didYouMean(key, known)}`,
      at: 'key',
    }));
  }
  if (issue.code === 'invalid_union') return ofUnion(context, issue, path);
  if (found === undefined) return [{ path, message: 'is required', at: 'value' }];
  return [{ path, message: messageOf(issue, found), at: 'value' }];
}

/** A value that fits no branch of a union is told what the branches want, or about the branch it fits best. */
function ofUnion(context: Context, issue: UnionIssue, path: Path): ShapeFault[] {
  const found = valueAt(context.value, path);
  if (found === undefined) return [{ path, message: 'is required', at: 'value' }];
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  if (options.length > 0) return [{ path, message: oneOf(options, found), at: 'value' }];
  const whole = wholeValue(issue, found);
  if (whole !== null) return [{ path, message: whole, at: 'value' }];
  const branches = issue.errors.map((errors) => errors.flatMap((each) => ofIssue(context, each, path)));
  const best = branches.filter((faults) => faults.length > 0).sort((a, b) => a.length - b.length)[0] ?? [];
  const known = knownKeys(context.schema, path);
  return best.map((fault) => {
    const key = String(fault.path.at(-1));
    const misplaced = fault.at === 'key' && known.includes(key);
    return misplaced ? { ...fault, message: 'does not go together with the other fields here' } : fault;
  });
}

/** What all branches together say about the value as a whole: of which types it may be, or which one field it lacks. */
function wholeValue({ errors }: UnionIssue, found: unknown): string | null {
  const types = errors.map((branch) => {
    const [first] = branch;
    return branch.length === 1 && first?.code === 'invalid_type' && first.path.length === 0
      ? first.expected
      : null;
  });
  if (!types.includes(null)) {
    const words = [...new Set(types)].map((name) => typeWord(String(name)));
    return `must be ${words.join(' or ')}, not ${typeWord(typeNameOf(found))}`;
  }
  const missing = errors.map((branch) =>
    branch.flatMap((each) =>
      each.code === 'invalid_type' && each.path.length === 1 && valueAt(found, pathOf(each)) === undefined
        ? String(each.path[0])
        : [],
    ),
  );
  if (!missing.every((names) => names.length === 1)) return null;
  return `must have exactly one of: ${missing.flat().join(', ')}`;
}

function pathOf(issue: Issue): Path {
  return issue.path.filter((part) => typeof part !== 'symbol');
}

function messageOf(issue: Issue, found: unknown): string {
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String), found);
  return issueInWords(issue, found) ?? sentenceOf(issue);
}

function sentenceOf({ code, message }: Issue): string {
  return code !== 'invalid_format' || /^(must|is) /.test(message) ? message : `must be ${message}`;
}

function oneOf(options: readonly string[], found: unknown): string {
  const near = typeof found === 'string' ? didYouMean(found, options) : '';
  return `must be one of: ${options.join(', ')}${near}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined;
    here = Reflect.get(here, part);
  }
  return here;
}
