// The processes that tests start.

import { once } from 'node:events';

/** Ends `process` as an administrator does, if it was started and still runs. */
export async function stopProcess(process) {
  if (process?.pid === undefined || process.exitCode !== null || process.signalCode !== null) return;
  const exit = once(process, 'exit');
  process.kill('SIGTERM');
  await exit;
}
