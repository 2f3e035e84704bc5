import { readNezha } from './nezha.ts';
import { readPetshop } from './petshop.ts';
import { readRootCauseBench } from './rootcausebench.ts';
import type { SetCase } from './set-case.ts';

const readers = {
  petshop: readPetshop,
  nezha: readNezha,
  rootcausebench: readRootCauseBench,
} as const;
export type Dataset = keyof typeof readers;

export function isDataset(name: string): name is Dataset {
  return Object.hasOwn(readers, name);
}

export function readSet(name: Dataset, dir: string, options: { byProduct: boolean }): Iterable<SetCase> {
  const read: (dir: string, options: { byProduct: boolean }) => Iterable<SetCase> = readers[name];
  return read(dir, options);
}
