/** One log record as its sender tells it, of whatever encoding it came in. Times are nanoseconds since 1970; 0 = not said. */
export interface RawLine {
  readonly timeNs: bigint;
  readonly observedNs: bigint;
  /** 1 to 24 as OpenTelemetry counts; 0 = not said. */
  readonly severity: number;
  readonly severityText: string;
  /** A text, or the fields of a structured message. */
  readonly body: string | ReadonlyMap<string, string>;
  readonly eventName: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly resource: ReadonlyMap<string, string>;
}

/** Log records of one request. */
export const linesMax = 20_000;

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Where a line is counted: by names of the catalog, null where it knows none of that name. */
export interface PlacedLine {
  readonly product: string | null;
  readonly environment: string | null;
  /** The minute in which it was written, in milliseconds since 1970. */
  readonly minute: number;
  readonly level: Level;
  /** Where in the product it is written, as its sender names it (a route, a function); empty = not said. */
  readonly place: string;
  /** What was written; with everything that differs from line to line, and maybe secrets. */
  readonly words: string;
}

export interface Names {
  readonly product: (text: string) => string | null;
  readonly environment: (text: string) => string | null;
}

const environmentKeys = ['deployment.environment.name', 'deployment.environment'];
const placeKeys = [
  'http.route',
  'rpc.method',
  'messaging.destination.name',
  'code.function.name',
  'code.function',
];
const minuteMs = 60_000;
/** What is older is of another day and would look like news; what is later than now by more than this has a wrong clock. */
const oldestMs = 24 * 60 * minuteMs;
const aheadMs = 10 * minuteMs;

/** Null where it makes no sense: no words, or a day old. A line without a time, or from the future, is of now. */
export function placeLine(raw: RawLine, names: Names, now: number): PlacedLine | null {
  const { resource, attributes } = raw;
  const written = wordsOf(raw);
  if (written.words === '') return null;
  const ns = raw.timeNs > 0n ? raw.timeNs : raw.observedNs;
  const said = Number(ns / 1_000_000n);
  const at = ns === 0n || said > now + aheadMs ? now : said;
  if (at < now - oldestMs) return null;
  const product = attributes.get('fieldmarshal.product') ?? resource.get('service.name') ?? '';
  const where = environmentKeys.flatMap((key) => resource.get(key) ?? attributes.get(key) ?? [])[0];
  return {
    product: product === '' ? null : names.product(product),
    environment: where === undefined ? null : names.environment(where),
    minute: Math.floor(at / minuteMs) * minuteMs,
    level: levelOf(raw.severity, raw.severityText) ?? written.level ?? 'info',
    place: placeKeys.flatMap((key) => attributes.get(key) ?? [])[0] ?? '',
    words: written.words,
  };
}

/** By the number where one is said, else by the word; null where neither is. */
function levelOf(severity: number, text: string): Level | null {
  if (severity >= 17) return 'error';
  if (severity >= 13) return 'warn';
  if (severity >= 9) return 'info';
  if (severity >= 1) return 'debug';
  return levelOfWord(text);
}

function levelOfWord(text: string): Level | null {
  if (/^(err|fatal|crit|panic|alert|emerg|severe)/iu.test(text)) return 'error';
  if (/^warn/iu.test(text)) return 'warn';
  if (/^(info|notice)/iu.test(text)) return 'info';
  return /^(debug|trace|fine|verbose)/iu.test(text) ? 'debug' : null;
}

interface Written {
  readonly words: string;
  readonly level: Level | null;
}

const messageKeys = ['message', 'msg', 'body', 'event', 'error', 'err'];
const levelKeys = ['level', 'severity', 'lvl', 'log.level'];

/** The message of a structured line, also where a whole JSON object stands in the body as text; else the event, or the exception. */
function wordsOf({ body, eventName, attributes }: RawLine): Written {
  const fields = typeof body === 'string' ? fieldsOf(body) : body;
  if (fields !== null) {
    const words = messageKeys.flatMap((key) => fields.get(key) ?? []).find((text) => text.trim() !== '');
    if (words !== undefined) return { words, level: levelOfField(fields) };
  }
  if (typeof body === 'string' && body.trim() !== '' && fields === null) return { words: body, level: null };
  const exception = ['exception.type', 'exception.message'].flatMap((key) => attributes.get(key) ?? []);
  return { words: eventName || exception.join(': '), level: null };
}

const jsonLengthMax = 20_000;

function fieldsOf(body: string): Map<string, string> | null {
  if (!body.startsWith('{') || body.length > jsonLengthMax) return null;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return null;
    return new Map(
      Object.entries(parsed).flatMap(([key, value]: [string, unknown]): [string, string][] =>
        typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
      ),
    );
  } catch {
    return null;
  }
}

/** A word, or a number as the loggers of Node count: 50 and above is an error. */
function levelOfField(fields: ReadonlyMap<string, string>): Level | null {
  const said = levelKeys.flatMap((key) => fields.get(key) ?? [])[0];
  if (said === undefined) return null;
  if (!/^\d+$/u.test(said)) return levelOfWord(said);
  const number = Number(said);
  if (number >= 50) return 'error';
  if (number >= 40) return 'warn';
  return number >= 30 ? 'info' : 'debug';
}
