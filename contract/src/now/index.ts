export { nowContract, type CellState, type Notice, type NowPicture, type Strips } from './contract.ts';
