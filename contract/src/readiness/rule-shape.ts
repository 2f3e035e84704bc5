import type { ASTNode } from '@marcbachmann/cel-js';
import type { MeasureType } from './measure.ts';
import type { RuleFault } from './rule.ts';

const operators = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '/']);
const logic = new Set(['&&', '||', '?:', '!_', '-_', 'list']);
const textMethods = new Set(['startsWith', 'endsWith', 'contains']);

interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
}

/**
 * The first thing in a rule that is not allowed, or null. What is left cannot repeat (no macros, no calls but three on texts), cannot
 * divide by nothing (the divisor is a number that is written out and not zero) and names measures only.
 */
export function shapeFault(ast: ASTNode, known: ReadonlyMap<string, MeasureType>): RuleFault | null {
  return fault({ op: ast.op, args: ast.args, start: ast.start }, known);
}

function fault(node: Node, known: ReadonlyMap<string, MeasureType>): RuleFault | null {
  const { op, args, start: at } = node;
  if (op === 'value') return null;
  if (op === 'id') return unknownName(String(args), known, at);
  if (op === 'rcall' || op === 'call') return callFault(node, known);
  if (op === '/') {
    const divided = divisionFault(args, at);
    if (divided !== null) return divided;
  }
  if (!operators.has(op) && !logic.has(op))
    return { message: `"${op}" is not part of the language of rules`, at };
  return firstFault(Array.isArray(args) ? listOf(args) : [args], known);
}

function firstFault(parts: readonly unknown[], known: ReadonlyMap<string, MeasureType>): RuleFault | null {
  for (const part of parts) {
    const found = isNode(part) ? fault(part, known) : null;
    if (found !== null) return found;
  }
  return null;
}

function unknownName(name: string, known: ReadonlyMap<string, MeasureType>, at: number): RuleFault | null {
  return known.has(name) ? null : { message: `there is no measure "${name}"`, at };
}

function callFault({ op, args, start: at }: Node, known: ReadonlyMap<string, MeasureType>): RuleFault | null {
  const [name, receiver, given] = listOf(args);
  if (op === 'rcall' && textMethods.has(String(name))) return firstFault([receiver, ...listOf(given)], known);
  return {
    message: `"${String(name)}" cannot be used: a rule repeats nothing and calls only startsWith, endsWith and contains`,
    at,
  };
}

function divisionFault(args: unknown, at: number): RuleFault | null {
  const divisor = listOf(args)[1];
  const written = isNode(divisor) && divisor.op === 'value' ? divisor.args : null;
  if (written !== null && Number(written) !== 0) return null;
  const message =
    written === null
      ? 'can only be divided by a number that is written out: a measure may be zero, so multiply the other side'
      : 'divides by zero';
  return { message, at };
}

function listOf(args: unknown): readonly unknown[] {
  return Array.isArray(args) ? args : [];
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part && 'start' in part;
}
