import { rowId, type Row } from '../../oncall/form/rows.ts';

export const textOps = ['equals', 'contains', 'excludes', 'matches'] as const;
export type TextOp = (typeof textOps)[number];
export type TextRule = { [op in TextOp]?: string | undefined };

/** A rule for a text. `rest`: what a rule from a file says beside its first word; it is kept. */
export interface TextRuleForm extends Row {
  op: TextOp;
  value: string;
  rest: TextRule;
}

export function textRuleForm(rule: TextRule): TextRuleForm {
  const op = textOps.find((each) => rule[each] !== undefined) ?? 'contains';
  const { [op]: value = '', ...rest } = rule;
  return { id: rowId(), op, value, rest };
}

export function textRuleOf({ op, value, rest }: TextRuleForm): TextRule {
  return { [op]: value, ...rest };
}

export const jsonOps = ['exists', 'equals', 'matches', 'above', 'below', 'count'] as const;
export type JsonOp = (typeof jsonOps)[number];
type Literal = string | number | boolean | null;

export interface JsonRule {
  path: string;
  equals?: Literal | undefined;
  matches?: string | undefined;
  above?: number | undefined;
  below?: number | undefined;
  count?: number | undefined;
}

export interface JsonRuleForm extends Row {
  path: string;
  op: JsonOp;
  value: string;
  rest: Omit<JsonRule, 'path'>;
}

export function jsonRuleForm({ path, ...rule }: JsonRule): JsonRuleForm {
  const op = jsonOps.find((each) => each !== 'exists' && rule[each] !== undefined) ?? 'exists';
  if (op === 'exists') return { id: rowId(), path, op, value: '', rest: rule };
  const { [op]: value, ...rest } = rule;
  return { id: rowId(), path, op, value: op === 'equals' ? literalText(value ?? null) : String(value), rest };
}

export function jsonRuleOf({ path, op, value, rest }: JsonRuleForm): JsonRule {
  switch (op) {
    case 'exists':
      return { path, ...rest };
    case 'equals':
      return { path, equals: literalOf(value), ...rest };
    case 'matches':
      return { path, matches: value, ...rest };
    case 'above':
    case 'below':
    case 'count':
      return { path, [op]: Number(value), ...rest };
  }
}

/** `up` is a text, `5`, `true` and `null` are what they look like; a text that looks like one of those stands in quotes. */
export function literalOf(text: string): Literal {
  const known = parsed(text);
  return known === undefined ? text : known;
}

function literalText(value: Literal): string {
  return typeof value === 'string' && parsed(value) === undefined ? value : JSON.stringify(value);
}

function parsed(text: string): Literal | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || ['string', 'number', 'boolean'].includes(typeof value)
      ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        (value as Literal)
      : undefined;
  } catch {
    return undefined;
  }
}
