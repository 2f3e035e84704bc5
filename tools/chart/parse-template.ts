/** What stands between `{{` and `}}` where a value is wanted. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** `.a.b`: from the dot; `$`, `$x.a`: from a variable; `(…).a`: from what stands in brackets. */
  | {
      readonly kind: 'path';
      readonly from: 'dot' | Expression | { variable: string };
      readonly names: string[];
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly value: Expression }
  | { readonly kind: 'set'; readonly variable: string; readonly value: Expression }
  | {
      readonly kind: 'if' | 'with';
      readonly value: Expression;
      readonly body: Node[];
      readonly otherwise: Node[];
    }
  | {
      readonly kind: 'range';
      readonly value: Expression;
      readonly variables: readonly string[];
      readonly body: Node[];
      readonly otherwise: Node[];
    }
  | { readonly kind: 'define'; readonly name: string; readonly body: Node[] };

/** An action, or the text between two. */
type Piece = { readonly text: string } | { readonly action: string };

/** Reads a template as Go's text/template does, as far as charts use it. Throws what it does not understand. */
export function parseTemplate(template: string): Node[] {
  const reader = new PieceReader(piecesOf(template));
  const { nodes, ended } = reader.block();
  if (ended !== '') throw new Error(`"${ended}" closes nothing`);
  return nodes;
}

function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let trims = false;
  for (const found of template.matchAll(/\{\{(-\s)?([\s\S]*?)(\s-)?\}\}/g)) {
    const [all, trimsLeft, action = '', trimsRight] = found;
    const text = template.slice(from, found.index);
    const left = trims ? text.trimStart() : text;
    pieces.push({ text: trimsLeft === undefined ? left : left.trimEnd() });
    if (!action.trim().startsWith('/*')) pieces.push({ action: action.trim() });
    trims = trimsRight !== undefined;
    from = found.index + all.length;
  }
  const rest = template.slice(from);
  return [...pieces, { text: trims ? rest.trimStart() : rest }];
}

class PieceReader {
  readonly #pieces: readonly Piece[];
  #at = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** Up to `end` or `else`, which is returned; at the end of the template that is ''. */
  block(): { nodes: Node[]; ended: string } {
    const nodes: Node[] = [];
    for (let piece = this.#next(); piece !== undefined; piece = this.#next()) {
      if ('text' in piece) nodes.push({ kind: 'text', text: piece.text });
      else if (piece.action === 'end' || /^else\b/.test(piece.action)) return { nodes, ended: piece.action };
      else nodes.push(this.#node(piece.action));
    }
    return { nodes, ended: '' };
  }

  #next(): Piece | undefined {
    const piece = this.#pieces[this.#at];
    this.#at += 1;
    return piece;
  }

  #node(action: string): Node {
    const [, word = '', rest = ''] = /^(\w+)\b\s*([\s\S]*)$/.exec(action) ?? [];
    switch (word) {
      case 'define':
        return { kind: 'define', name: String(JSON.parse(rest)), body: this.#closed().body };
      case 'if':
      case 'with':
        return { kind: word, value: parseExpression(rest), ...this.#closed() };
      case 'range': {
        const [, names, list = rest] = /^((?:\$\w+\s*,\s*)?\$\w+)\s*:=\s*([\s\S]*)$/.exec(rest) ?? [];
        const variables = names?.split(',').map((name) => name.trim()) ?? [];
        return { kind: 'range', variables, value: parseExpression(list), ...this.#closed() };
      }
      default: {
        const [, variable, value = action] = /^(\$\w+)\s*:?=\s*([\s\S]*)$/.exec(action) ?? [];
        const parsed = parseExpression(value);
        return variable === undefined
          ? { kind: 'output', value: parsed }
          : { kind: 'set', variable, value: parsed };
      }
    }
  }

  #closed(): { body: Node[]; otherwise: Node[] } {
    const { nodes, ended } = this.block();
    if (ended === 'end') return { body: nodes, otherwise: [] };
    if (ended === 'else') {
      const rest = this.block();
      if (rest.ended !== 'end') throw new Error('an else is not closed');
      return { body: nodes, otherwise: rest.nodes };
    }
    const inner = /^else\s+(if\s[\s\S]*)$/.exec(ended)?.[1];
    if (inner === undefined) throw new Error('a block is not closed');
    // The `end` of the inner one closes this one, too.
    return { body: nodes, otherwise: [this.#node(inner)] };
  }
}

const token =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*"|`[^`]*`)|(?<number>-?\d+(?:\.\d+)?)|(?<variable>\$\w*)|(?<path>\.[A-Za-z_]\w*)|(?<dot>\.)|(?<name>[A-Za-z_]\w*)|(?<mark>[()|]))/y;

interface Token {
  readonly kind: string;
  readonly text: string;
  /** Whether nothing stands between it and the one before. */
  readonly isClose: boolean;
}

function parseExpression(text: string): Expression {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const at = token.lastIndex;
    const groups = token.exec(text)?.groups;
    const [kind, found] = Object.entries(groups ?? {}).find(([, each]) => each !== undefined) ?? [];
    if (kind === undefined || found === undefined) throw new Error(`cannot be read: ${text.slice(at)}`);
    tokens.push({ kind, text: found, isClose: !/^\s/.test(text.slice(at)) });
  }
  const reader = new TokenReader(tokens);
  const value = reader.pipeline();
  if (!reader.isDone()) throw new Error(`more than one value: ${text}`);
  return value;
}

class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  isDone(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** `a | f x`: what is before the bar becomes the last argument. */
  pipeline(): Expression {
    let value = this.#command();
    while (this.#peek()?.text === '|') {
      this.#at += 1;
      const next = this.#command();
      if (next.kind !== 'call') throw new Error('after a bar stands a function');
      value = { ...next, args: [...next.args, value] };
    }
    return value;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #command(): Expression {
    const first = this.#peek();
    if (first?.kind !== 'name' || ['true', 'false'].includes(first.text)) return this.#operand();
    this.#at += 1;
    const args: Expression[] = [];
    while (!this.isDone() && !['|', ')'].includes(this.#peek()?.text ?? '')) args.push(this.#operand());
    return { kind: 'call', name: first.text, args };
  }

  #operand(): Expression {
    const next = this.#peek();
    if (next === undefined) throw new Error('a value is missing');
    this.#at += 1;
    switch (next.kind) {
      case 'text':
        return {
          kind: 'literal',
          value: next.text.startsWith('`') ? next.text.slice(1, -1) : String(JSON.parse(next.text)),
        };
      case 'number':
        return { kind: 'literal', value: Number(next.text) };
      case 'variable':
        return { kind: 'path', from: { variable: next.text }, names: this.#names() };
      case 'dot':
        return { kind: 'path', from: 'dot', names: [] };
      case 'path':
        return { kind: 'path', from: 'dot', names: [next.text.slice(1), ...this.#names()] };
      case 'name':
        if (['true', 'false'].includes(next.text)) return { kind: 'literal', value: next.text === 'true' };
        return { kind: 'call', name: next.text, args: [] };
      default: {
        if (next.text !== '(') throw new Error(`"${next.text}" is no value`);
        const inner = this.pipeline();
        if (this.#peek()?.text !== ')') throw new Error('a bracket is not closed');
        this.#at += 1;
        const names = this.#names();
        return names.length === 0 ? inner : { kind: 'path', from: inner, names };
      }
    }
  }

  /** Names that hang on what stands before them. */
  #names(): string[] {
    const names: string[] = [];
    for (let next = this.#peek(); next?.kind === 'path' && next.isClose; next = this.#peek()) {
      names.push(next.text.slice(1));
      this.#at += 1;
    }
    return names;
  }
}
