const mib = 1024 * 1024;

/** What a bundle may be at most. A signer is trusted to speak for its site, not with this server's memory. */
export const bundleLimits = {
  manifestBytes: 2 * mib,
  blocks: 8_192,
  /** Of one block: packed, and unpacked. */
  blockBytes: 4 * mib,
  blockRawBytes: 4 * mib,
  /** One record as a line of JSON, in bytes. */
  lineBytes: 512 * 1024,
  depth: 32,
  records: 20_000_000,
  /** The whole file. */
  fileBytes: 1024 * mib,
  parts: 9_999,
} as const;

/** Bundles with more bytes of lines are worked through with a heap that is held small. */
export const smallHeapFrom = 8 * mib;

/** A writer closes a block when its lines reach this, so that neither side holds more: what is read of one is done with before the next. */
export const blockRawTarget = mib / 4;
