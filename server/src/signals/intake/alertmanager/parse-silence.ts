import { makeMatcher, matches, MatcherError, type Matcher } from '../../core/matcher.ts';
import { isRecord, limits } from '../body.ts';
import { AmError } from './am-error.ts';
import { instantOf, isLabelName } from './parse-alerts.ts';

export interface PostedSilence {
  readonly id: string | null;
  readonly matchers: readonly Matcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
}

const matchersMax = 50;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** Alertmanager's `postableSilence`, with its refusals. */
export function parseSilence(body: unknown, now: number): PostedSilence {
  const posted = body ?? {};
  if (!isRecord(posted)) throw AmError.unparsable('silence', 'the silence is not a JSON object');
  return silenceOf(posted, now);
}

function silenceOf(body: Record<string, unknown>, now: number): PostedSilence {
  for (const name of ['comment', 'createdBy', 'endsAt', 'matchers', 'startsAt'])
    if (body[name] === undefined || body[name] === null)
      throw AmError.field(602, `${name} in body is required`);
  const matchers = readMatchers(body['matchers']);
  const startsAt = instantOf(body['startsAt'], { path: 'startsAt', what: 'silence' }) ?? now;
  const endsAt = instantOf(body['endsAt'], { path: 'endsAt', what: 'silence' }) ?? 0;
  if (endsAt <= startsAt)
    throw new AmError(400, 'Failed to create silence: start time must be before end time');
  if (endsAt <= now) throw new AmError(400, "Failed to create silence: end time can't be in the past");
  return {
    id: idOf(body['id']),
    matchers,
    startsAt,
    endsAt,
    createdBy: textOf(body['createdBy'], { name: 'createdBy', max: 200 }),
    comment: textOf(body['comment'], { name: 'comment', max: 4_000 }),
  };
}

function idOf(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw AmError.unparsable('silence', 'id: is not a string');
  if (!isUuid(value)) throw new AmError(404, 'silence not found');
  return value.toLowerCase();
}

function readMatchers(value: unknown): Matcher[] {
  if (!Array.isArray(value)) throw AmError.unparsable('silence', 'matchers: is not an array');
  if (value.length === 0) throw AmError.field(612, 'matchers in body should have at least 1 items');
  if (value.length > matchersMax)
    throw new AmError(400, `silence invalid: at most ${matchersMax} matchers are taken`);
  const matchers = value.map((item: unknown, index) => readMatcher(item, index));
  // As Alertmanager has it: a negative matcher counts as narrow, whatever it excludes.
  if (matchers.every((matcher) => matcher.isEqual && matches(matcher, {})))
    throw new AmError(400, 'silence invalid: at least one matcher must not match the empty string');
  return matchers;
}

function readMatcher(value: unknown, index: number): Matcher {
  if (!isRecord(value)) throw AmError.unparsable('silence', `matchers.${index}: is not an object`);
  for (const name of ['isRegex', 'name', 'value'])
    if (value[name] === undefined || value[name] === null)
      throw AmError.field(602, `matchers.${index}.${name} in body is required`);
  if (typeof value['isRegex'] !== 'boolean')
    throw AmError.unparsable('silence', `matchers.${index}.isRegex: is not a boolean`);
  const name = textOf(value['name'], { name: `matchers.${index}.name`, max: limits.labelName });
  if (!isLabelName(name))
    throw new AmError(400, `silence invalid: invalid label matcher ${index}: invalid label name "${name}"`);
  const text = textOf(value['value'], { name: `matchers.${index}.value`, max: limits.labelValue });
  try {
    return makeMatcher({
      name,
      value: text,
      isRegex: value['isRegex'],
      isEqual: value['isEqual'] !== false,
    });
  } catch (error) {
    if (!(error instanceof MatcherError)) throw error;
    const why = error.message.replaceAll(`^(?:${text})$`, () => text);
    throw new AmError(
      400,
      `silence invalid: invalid label matcher ${index}: invalid regular expression "${text}": ${why}`,
    );
  }
}

function textOf(value: unknown, { name, max }: { readonly name: string; readonly max: number }): string {
  if (typeof value !== 'string') throw AmError.unparsable('silence', `${name}: is not a string`);
  if (value.length > max) throw new AmError(400, `silence invalid: ${name} is longer than ${max} characters`);
  return value;
}
