/**
 * What PostgreSQL runs with on a small machine (two cores and a few GB shared with Node and a browser).
 * Given on the command line, so that a release can change a value for clusters that exist; `settings` of a caller win.
 */
export const baseSettings: Readonly<Record<string, string>> = {
  // Durability is the product: an alert answered with 2xx survives a power cut. Stated although they are the defaults,
  // so that a line left in postgresql.conf cannot switch them off.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',

  // The working set (active alerts, open incidents, timers) fits; the page cache holds the rest.
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // 27 pooled connections per thread of a server process that works, a few processes, and tools.
  max_connections: '100',

  // Group commit happens by itself: whoever waits for the WAL lock is flushed with its holder. A delay on top costs
  // every single commit and gains nothing where a flush takes 0.3 ms (measured 2026-11-23, virtio disk).
  commit_delay: '0',
  wal_buffers: '16MB',
  // Full pages after a checkpoint are most of the WAL; pglz is the one method these binaries have.
  wal_compression: 'pglz',
  // Rare checkpoints write less, but what lies behind the last one is replayed after a crash while pages wait.
  // Measured 2026-11-24 (2 cores, rows with two indexes): replay 300 MB/s; after kill -9 under load the first query
  // came after 3.7 s with 1 GB, 1.4 s with 512 MB, 1.0 s with 256 MB; bytes logged per row 566, 602, 649.
  max_wal_size: '512MB',
  min_wal_size: '128MB',
  checkpoint_timeout: '5min',
  checkpoint_completion_target: '0.9',

  // Both cores are shared: a screen's query must not take the second one from intake and paging.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  random_page_cost: '1.1',
  // Timer and outbox rows live for seconds, so their tables need a vacuum soon and often.
  autovacuum_naptime: '15s',

  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // The log has no size limit of its own, and a terse one repeats no row of the data.
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
};

/** `{ fsync: 'on' }` → `-c fsync=on`, in the order given: a later setting of the same name wins. */
export function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
