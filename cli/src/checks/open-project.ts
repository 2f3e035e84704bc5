import { existsSync, statSync } from 'node:fs';
import type { OtherBrowser, Project } from '@fieldmarshal/runner';
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
    for (const path of project.packed.cutLinks) {
      console.error(`note: ${path} stays here: it is a link out of the project to what no test imports.`);
    }
    for (const one of project.otherBrowsers) console.error(otherBrowserText(one));
    return project;
  } catch (error) {
    throw error instanceof BundleRefusal ? new Refusal(error.message) : error;
  }
}

function otherBrowserText({ browser, playwrightProjects, checks }: OtherBrowser): string {
  const [first = ''] = playwrightProjects;
  const whose = checks === 1 ? '1 check needs' : `${checks} checks need`;
  const where = playwrightProjects.length === 0 ? '' : ` (${playwrightProjects.join(', ')})`;
  const remedy =
    first === ''
      ? ''
      : ` Or leave them out: "checks: [{ playwrightProject: ${JSON.stringify(first)}, skip: true }]".`;
  return `warning: ${whose} ${browser}${where}, which a runner has only where "npx playwright install ${browser}" was run for it.${remedy}`;
}
