export { signalsContract } from './contract.ts';
export { type Alert, type AlertDetail, type AlertGroup, type AlertState } from './alert.ts';
export { type PlannedWork, type Silence } from './silence.ts';
export { type Change, type Heartbeat, type UnparsedSignal } from './record.ts';
