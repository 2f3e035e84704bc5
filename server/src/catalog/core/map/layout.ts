export interface Point {
  readonly x: number;
  readonly y: number;
}

/** By node number. */
export interface LayoutEdge {
  readonly from: number;
  readonly to: number;
  /** Of a cycle, the lightest edge is the one that may run upwards. */
  readonly weight: number;
}

export const nodeSize = { width: 168, height: 44 } as const;
