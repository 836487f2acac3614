import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Runs } from './cost.ts';

/** A function logs one of these for each request, record or message. */
const RAN = new Set(['answered', 'refused', 'failed', 'worked']);

/** Returns a function that reads from the logs which functions ran since its last call. */
export function readRuns(logsDir: string): () => Runs {
  const read = new Map<string, number>();
  return () => {
    const runs = { invocations: 0, deliveries: 0, logBytes: 0 };
    for (const file of readdirSync(logsDir).filter((name) =>
      /Worker|Vcc|Pcc|Dpt|Account|Webhook|Network/.test(name),
    )) {
      const text = textSince(join(logsDir, file), read.get(file) ?? 0);
      read.set(file, (read.get(file) ?? 0) + Buffer.byteLength(text));
      const ran = text.split('\n').filter((line) => line !== '' && RAN.has(JSON.parse(line).message)).length;
      runs.invocations += ran;
      runs.deliveries += file.includes('Deliver') ? ran : 0;
      runs.logBytes += Buffer.byteLength(text);
    }
    return runs;
  };
}

function textSince(path: string, start: number): string {
  const bytes = Buffer.alloc(statSync(path).size - start);
  const file = openSync(path, 'r');
  readSync(file, bytes, 0, bytes.length, start);
  closeSync(file);
  return bytes.toString();
}
