import { existsSync, statSync } from 'node:fs';
import type { Project } from '@fieldmarshal/runner';
import { Refusal } from '../failure.ts';

/** Reads a Playwright project, with what is wrong with it as a refusal. Its unpacked copy must be closed. */
export async function openProject(directory: string, environment?: string): Promise<Project> {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new Refusal(`There is no folder ${directory}.`);
  }
  const { BundleRefusal, readProject } = await import('@fieldmarshal/runner');
  try {
    const project = await readProject(directory, environment);
    for (const path of project.packed.withheld) {
      console.error(`note: ${path} stays here. Secrets belong to the server: name them under "secrets".`);
    }
    return project;
  } catch (error) {
    throw error instanceof BundleRefusal ? new Refusal(error.message) : error;
  }
}
