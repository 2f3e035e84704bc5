import { z } from 'zod';
import { didYouMean } from './nearest.ts';

/** A field, as `steps[2].minutes`, and what is wrong with it. */
interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** More of one request help nobody. */
const faultsMax = 20;

/**
 * The fields of a value that its schema knows nothing of, wherever in it, with the known one that was meant; at most 20. A parse would leave
 * them out in silence, and what was asked for with them would not be done. Fields of a value that fits no branch of a union are not looked
 * at: the parse says what is wrong with it.
 */
export function unknownFields(schema: unknown, value: unknown): FieldFault[] {
  return isSchema(schema) ? walk(schema, value, '').slice(0, faultsMax) : [];
}

function walk(schema: z.core.$ZodType, value: unknown, path: string): FieldFault[] {
  if (typeof value !== 'object' || value === null) return [];
  if (schema instanceof z.ZodObject) return ofObject(schema, value, path);
  if (schema instanceof z.ZodRecord)
    return Object.entries(value).flatMap(([key, each]) => walk(schema.valueType, each, at(path, key)));
  if (schema instanceof z.ZodArray)
    return Array.isArray(value)
      ? value.flatMap((each, index) => walk(schema.element, each, `${path}[${index}]`))
      : [];
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.filter((option) => z.safeParse(option, value).success);
    return (
      fitting.map((option) => walk(option, value, path)).toSorted((a, b) => a.length - b.length)[0] ?? []
    );
  }
  if (schema instanceof z.ZodIntersection) {
    const [left, right] = [walk(schema.def.left, value, path), walk(schema.def.right, value, path)];
    return left.filter((fault) => right.some((other) => other.path === fault.path));
  }
  const inner = innerOf(schema);
  return inner === null ? [] : walk(inner, value, path);
}

function ofObject({ shape, def: { catchall } }: z.ZodObject, value: object, path: string): FieldFault[] {
  const isOpen = catchall !== undefined && !(catchall instanceof z.ZodNever);
  const free = Object.keys(shape).filter((key) => !Object.hasOwn(value, key));
  return Object.entries(value).flatMap(([key, each]) => {
    const known: unknown = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (isSchema(known)) return walk(known, each, at(path, key));
    return isOpen ? [] : { path: at(path, key), message: `is not a known field${didYouMean(key, free)}` };
  });
}

const wrappers = [
  ...[z.ZodOptional, z.ZodNullable, z.ZodNonOptional, z.ZodReadonly],
  ...[z.ZodDefault, z.ZodPrefault, z.ZodCatch],
];

/** What is under optional, default and the like; null for everything that has fields no schema names. */
function innerOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  if (schema instanceof z.ZodPipe) return schema.def.in;
  if (schema instanceof z.ZodLazy) return schema.def.getter();
  for (const wrapper of wrappers) if (schema instanceof wrapper) return schema.def.innerType;
  return null;
}

function isSchema(value: unknown): value is z.core.$ZodType {
  return value instanceof z.ZodType;
}

function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
