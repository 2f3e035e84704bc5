export { startAgent, type Agent, type AgentPlan, type Outcome } from './agent/agent.ts';
export { wayOut } from './agent/machine.ts';
export { hasBrowser } from './browser/find-browser.ts';
export { BundleRefusal } from './bundle/pack.ts';
export type { NewCheck } from './project/checks-of.ts';
export type { OtherBrowser } from './project/other-browsers.ts';
export { readProject, variablesFor, type Project } from './project/read-project.ts';
export { runHere } from './project/run-here.ts';
export type { Finish } from './report/finish.ts';
