export { nowContract, type CellState, type NowPicture, type Strips } from './contract.ts';
