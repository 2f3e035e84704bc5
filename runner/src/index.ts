export { startAgent, type Agent, type AgentPlan, type Outcome } from './agent/agent.ts';
export { BundleRefusal, pack, type Packed } from './bundle/pack.ts';
