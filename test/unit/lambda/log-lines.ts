import { vi } from 'vitest';
import { logger } from '../../../shared/lambda/logger.ts';

/** Everything that is written to standard output and error while `work` runs, line by line, and what `work` gave. */
export async function capturingLog<Value>(
  work: () => Promise<Value>,
): Promise<{ value: Value; text: string; lines: Record<string, unknown>[] }> {
  let text = '';
  const keep = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const spy of spies) spy.mockImplementation(keep);
  const level = logger.getLevelName();
  logger.setLogLevel('DEBUG');
  try {
    const value = await work();
    const lines = text.split('\n').filter((line) => line.startsWith('{'));
    return { value, text, lines: lines.map((line) => JSON.parse(line)) };
  } finally {
    logger.setLogLevel(level);
    for (const spy of spies) spy.mockRestore();
  }
}
