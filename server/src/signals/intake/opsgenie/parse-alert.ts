import type { Integration, Labels, Signal } from '../../core/signal.ts';
import { isRecord } from '../body.ts';
import { spread } from '../fields.ts';
import { makeSignal } from '../make-signal.ts';
import { OpsgenieRefusal } from './answers.ts';

const aliasLengthMax = 512;
const tagsMax = 100;
/** Opsgenie's priorities in the words that routes know, unless the details say a severity of their own. */
const severities: Readonly<Record<string, string>> = {
  P1: 'critical',
  P2: 'error',
  P3: 'warning',
  P4: 'info',
  P5: 'info',
};

interface Options {
  readonly integration: Integration;
  /** For an alert without an alias. */
  readonly newKey: () => string;
}

/** An alert as Opsgenie's `POST /v2/alerts` takes it. What is too long is cut, since refusing it would lose an alarm. Throws 422 with every fault. */
export function parseAlert(body: Record<string, unknown>, { integration, newKey }: Options): Signal {
  const errors: Record<string, string> = {};
  const text = (name: string): string | undefined => textOf(body, name, errors);
  const message = text('message');
  if (message === undefined) errors['message'] ??= 'Message can not be empty.';
  const alias = text('alias');
  if (alias !== undefined && alias.length > aliasLengthMax)
    errors['alias'] = `Alias can not be longer than ${aliasLengthMax} characters.`;
  const taken = { ...priorityOf(text('priority'), errors), ...tagsOf(body['tags'], errors) };
  const [source, entity, description, note] = ['source', 'entity', 'description', 'note'].map(text);
  const details = detailsOf(body['details'], errors);
  if (Object.keys(errors).length > 0) throw OpsgenieRefusal.unprocessable(errors);
  const { labels, annotations } = spread(details, {
    ...taken,
    ...short('source', source),
    ...short('entity', entity),
  });
  return makeSignal({
    integration,
    source: 'opsgenie',
    action: 'fire',
    key: alias ?? newKey(),
    title: message ?? '',
    labels: withSeverity(labels),
    annotations: {
      ...annotations,
      ...(message !== undefined && message.length > 200 ? { summary: message } : {}),
      ...(description === undefined ? {} : { description }),
      ...(note === undefined ? {} : { note }),
      ...respondersOf(body['responders']),
    },
    link: source !== undefined && /^https?:\/\//i.test(source) ? source.slice(0, 4_096).toWellFormed() : null,
    startsAt: null,
    endsAt: null,
    expiresAfterMs: null,
    keepsHistory: false,
    countsDurably: true,
  });
}

/** A text that is there and not blank; a fault where it is something else than a text. */
export function textOf(
  body: Record<string, unknown>,
  name: string,
  errors: Record<string, string>,
): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') errors[name] = `${name} must be a text.`;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function priorityOf(priority: string | undefined, errors: Record<string, string>): Labels {
  if (priority === undefined) return {};
  if (!Object.hasOwn(severities, priority))
    errors['priority'] = 'Priority must be one of P1, P2, P3, P4, P5.';
  return { priority };
}

function withSeverity(labels: Labels): Labels {
  const { priority = '' } = labels;
  // What details call a priority may be any word.
  const severity = Object.hasOwn(severities, priority) ? severities[priority] : undefined;
  return severity === undefined || Object.hasOwn(labels, 'severity') ? labels : { ...labels, severity };
}

function tagsOf(tags: unknown, errors: Record<string, string>): Labels {
  if (tags === undefined || tags === null) return {};
  if (!Array.isArray(tags) || tags.length > tagsMax || tags.some((tag) => typeof tag !== 'string')) {
    errors['tags'] = `tags must be a list of at most ${tagsMax} texts.`;
    return {};
  }
  return short('tags', tags.filter((tag) => tag !== '').join(','));
}

function detailsOf(details: unknown, errors: Record<string, string>): Record<string, unknown> {
  if (details === undefined || details === null) return {};
  if (isRecord(details)) return details;
  errors['details'] = 'details must be an object.';
  return {};
}

function short(name: string, value: string | undefined): Labels {
  return value === undefined || value === '' ? {} : { [name]: value.slice(0, 1_000).toWellFormed() };
}

/** Whom the sender wanted; kept for people to see, since who is paged is decided here. */
function respondersOf(responders: unknown): Labels {
  return Array.isArray(responders) && responders.length > 0
    ? { responders: JSON.stringify(responders).slice(0, 2_000).toWellFormed() }
    : {};
}
