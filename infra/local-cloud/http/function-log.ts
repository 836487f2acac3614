import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** Where a function's log file ends now, in bytes; 0 before there is one. */
export const logSize = (logFile: string): number => statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;

/** What was written to a log file since it had `from` bytes. */
export function readLogFrom(logFile: string, from: number): string {
  const descriptor = openSync(logFile, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - from));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from)).toString();
  } finally {
    closeSync(descriptor);
  }
}
