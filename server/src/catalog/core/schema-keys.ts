import { z } from 'zod';

type Path = readonly (string | number)[];

/** The fields that a schema knows at a path into its values, of all branches of a union; empty where it knows none by name. */
export function knownKeys(schema: z.ZodType, path: Path): string[] {
  let here: z.ZodType[] = [schema];
  for (const part of path) here = here.flatMap((each) => step(each, part));
  return here.flatMap(open).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []));
}

function step(schema: z.ZodType, part: string | number): z.ZodType[] {
  return open(schema).flatMap((each) => {
    const inner: unknown =
      each instanceof z.ZodObject
        ? each.shape[String(part)]
        : each instanceof z.ZodArray
          ? each.element
          : undefined;
    return inner instanceof z.ZodType ? inner : [];
  });
}

/** Takes off optional and defaults, and opens unions. */
function open(schema: z.ZodType): z.ZodType[] {
  const inner: readonly unknown[] =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
      ? [schema.unwrap()]
      : schema instanceof z.ZodUnion
        ? schema.options
        : [];
  const opened = inner.flatMap((each) => (each instanceof z.ZodType ? open(each) : []));
  return inner.length > 0 ? opened : [schema];
}
