import { ControlRefused } from './control-refused.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How far the clock can be moved at once. */
const MAX_DURATION_MS = 10 * 366 * 86_400_000;

/**
 * Returns a duration in milliseconds: `28h`, `1d12h`, `90s`, `250ms`, or a number of milliseconds.
 *
 * @throws ControlRefused when it is neither, negative, or longer than ten years
 */
export function durationMs(duration: unknown): number {
  const ms = typeof duration === 'number' ? duration : parse(String(duration));
  if (Number.isFinite(ms) && ms >= 0 && ms <= MAX_DURATION_MS) return ms;
  throw new ControlRefused(
    'DURATION_INVALID',
    `${String(duration)} is not a duration: write 28h, 1d12h, 90s or a number of milliseconds, at most ten years`,
  );
}

function parse(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return Number.NaN;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? Number.NaN), 0);
}
