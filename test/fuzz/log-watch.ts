import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE_PAN } from './hostile.ts';

type Line = Readonly<Record<string, unknown>>;

/** Alarms that what upstreams tell may raise. */
const ALARMS: readonly unknown[] = [
  'a balance is below zero',
  'an upstream message cannot be applied',
  'an upstream message waits for an operator',
  'money is in suspense',
  'refunds exceed the cleared amount',
];

/** Errors that the documents speak of: what an upstream told contradicts the books, a balance is below zero. */
const isDocumented = ({ message, errorCode, operation }: Line): boolean =>
  ALARMS.includes(message) ||
  (message === 'refused' &&
    (errorCode === '110004' || errorCode === '110009' || String(operation).startsWith('webhook/')));

/** The run's own orders whose issuer is to answer at the upstream's door: no worker carries those out. */
const isAwaited = ({ error }: Line): boolean =>
  /there is no issuer upstream$/.test((error as Error | undefined)?.message ?? '');

/** Reads the logs of all functions as they grow, and finds what may not be in them. */
export class LogWatch {
  readonly #folder: string;
  readonly #concerns: (line: Line) => boolean;
  readonly #read = new Map<string, number>();

  /** From now on; only the lines that it `concerns`, where others write to the same logs. */
  constructor(folder: string, concerns: (line: Line) => boolean = () => true) {
    this.#folder = folder;
    this.#concerns = concerns;
    this.problem();
  }

  /** Over the lines of these merchants and upstreams alone. */
  static of(folder: string, userNos: readonly string[]): LogWatch {
    const ours = new Set<unknown>(userNos);
    return new LogWatch(folder, ({ userNo, upstream }) => ours.has(userNo) || ours.has(upstream));
  }

  /** What is wrong with the lines since the last time. */
  problem(): string | undefined {
    const lines = readdirSync(this.#folder)
      .filter((file) => file.endsWith('Function.log'))
      .flatMap((file) => this.#newLines(file));
    return lines.map((line) => this.#problemOf(line)).find(Boolean);
  }

  #newLines(file: string): string[] {
    const path = join(this.#folder, file);
    const from = this.#read.get(file) ?? 0;
    const { size } = statSync(path);
    if (size === from) return [];
    const bytes = Buffer.alloc(size - from);
    const handle = openSync(path, 'r');
    readSync(handle, bytes, 0, bytes.length, from);
    closeSync(handle);
    // The last line may still be on its way.
    const end = bytes.lastIndexOf(0x0a) + 1;
    this.#read.set(file, from + end);
    return bytes.subarray(0, end).toString().split('\n').filter(Boolean);
  }

  #problemOf(text: string): string | undefined {
    if (text.includes(HOSTILE_PAN)) return 'a log line holds a whole card number';
    const line = parsed(text);
    if (!line) return `a log line that is not JSON: ${text.slice(0, 300)}`;
    if (line['level'] !== 'ERROR' || isDocumented(line) || isAwaited(line) || !this.#concerns(line))
      return undefined;
    return `an error in the log: ${text.slice(0, 800)}`;
  }
}

function parsed(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
