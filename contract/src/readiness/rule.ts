import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import type { MeasureDefinition, MeasureType, MeasureValue } from './measure.ts';
import { shapeFault } from './rule-shape.ts';

export type Outcome = 'met' | 'missed' | 'unknown';

/** A rule that was checked. Evaluating never throws and ends within the size of the rule: nothing in it can repeat. */
export interface Rule {
  readonly text: string;
  /** The measures it names, each once, by name. */
  readonly measures: readonly string[];
  /**
   * Three-valued: a measure without a value makes the answer `unknown`, unless the others decide it alone (`false && x`, `true || x`).
   */
  readonly evaluate: (values: Readonly<Record<string, MeasureValue>>) => Outcome;
}

/** What is wrong with a rule; `at` is where in its text, counted from 0. */
export interface RuleFault {
  readonly message: string;
  readonly at: number | null;
}

const celTypes: Record<MeasureType, string> = { number: 'double', yesno: 'bool', text: 'string' };
const limits = { maxAstNodes: 300, maxDepth: 30, maxListElements: 50, maxMapEntries: 1, maxCallArguments: 2 };

/**
 * Rules over these measures, in CEL without what could repeat, fail or take long: comparisons, `&& || !`, `? :`, arithmetic, `in` a list,
 * and `startsWith`, `endsWith`, `contains`. Numbers compare and compute whether written `5` or `5.0`. Making one takes about a
 * millisecond; keep it as long as the measures are the same.
 */
export class RuleBook {
  readonly #environment: Environment;
  readonly #known: ReadonlyMap<string, MeasureType>;

  constructor(measures: Iterable<Pick<MeasureDefinition, 'name' | 'type'>>) {
    this.#environment = numbersAlike(new Environment({ limits }));
    const known = new Map<string, MeasureType>();
    for (const { name, type } of measures) {
      if (known.has(name)) continue;
      known.set(name, type);
      this.#environment.registerVariable(name, celTypes[type]);
    }
    this.#known = known;
  }

  /** The rule, or everything that is known to be wrong with it. */
  read(text: string): Rule | RuleFault {
    try {
      const parsed = this.#environment.parse(text);
      const fault = shapeFault(parsed.ast, this.#known);
      if (fault !== null) return fault;
      const checked = parsed.check();
      if (!checked.valid) return faultOf(checked.error);
      if (String(checked.type) !== 'bool')
        return { message: 'must say yes or no; compare it with something, such as x <= 5', at: null };
      const measures = namesIn(parsed.ast);
      if (measures.length === 0)
        return { message: 'names no measure, so it says nothing of a product', at: 0 };
      return { text, measures, evaluate: (values) => outcomeOf(measures, values, parsed) };
    } catch (error) {
      return faultOf(error);
    }
  }
}

export function isFault(rule: Rule | RuleFault): rule is RuleFault {
  return 'message' in rule;
}

/**
 * What the library throws is always a question without an answer: a value that is not there, a number out of range. Throwing is slow, so
 * where nothing is known it is not asked.
 */
function outcomeOf(
  measures: readonly string[],
  values: Readonly<Record<string, MeasureValue>>,
  run: (context: Record<string, MeasureValue>) => unknown,
): Outcome {
  if (measures.every((name) => values[name] === undefined)) return 'unknown';
  try {
    const answer = run(values);
    return answer === true ? 'met' : answer === false ? 'missed' : 'unknown';
  } catch {
    return 'unknown';
  }
}

function numbersAlike(environment: Environment): Environment {
  const compute = {
    '+': (a: number, b: number) => a + b,
    '-': (a: number, b: number) => a - b,
    '*': (a: number, b: number) => a * b,
    '/': (a: number, b: number) => a / b,
  };
  for (const [left, right] of [
    ['double', 'int'],
    ['int', 'double'],
  ])
    for (const [operator, answer] of Object.entries(compute))
      environment.registerOperator(
        `${left} ${operator} ${right}: double`,
        (a: number | bigint, b: number | bigint) => answer(Number(a), Number(b)),
      );
  return environment.registerOperator(
    'double == int',
    (a: number | bigint, b: number | bigint) => Number(a) === Number(b),
  );
}

function faultOf(error: unknown): RuleFault {
  const at = rangeOf(error)?.start ?? null;
  if (!(error instanceof Error)) return { message: 'cannot be read', at };
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  return { message: `cannot be read: ${summary.split('\n')[0] ?? ''}`, at };
}

function rangeOf(error: unknown): { readonly start: number } | null {
  if (typeof error !== 'object' || error === null || !('range' in error)) return null;
  const { range } = error;
  if (typeof range !== 'object' || range === null || !('start' in range)) return null;
  return typeof range.start === 'number' ? { start: range.start } : null;
}

function namesIn(ast: ASTNode): string[] {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    if (Array.isArray(part)) for (const each of part) look(each);
    else if (typeof part === 'object' && part !== null && 'op' in part && 'args' in part) {
      if (part.op === 'id' && typeof part.args === 'string') found.add(part.args);
      else if (part.op !== 'value') look(part.args);
    }
  };
  look(ast);
  return [...found].sort();
}
