import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE_PAN } from './hostile.ts';

type Line = Readonly<Record<string, unknown>>;

/** Alarms that messages of upstreams may raise. */
const ALARMS: readonly unknown[] = [
  'a balance is below zero',
  'an upstream message cannot be applied',
  'an upstream message waits for an operator',
  'money is in suspense',
  'refunds exceed the cleared amount',
];

/** Whether an error is documented: a message contradicts the books, or a balance is below zero. */
const isDocumented = ({ message, errorCode, operation }: Line): boolean =>
  ALARMS.includes(message) ||
  (message === 'refused' &&
    (errorCode === '110004' || errorCode === '110009' || String(operation).startsWith('webhook/')));

/** Whether the error is about an order of the run whose issuer is the upstream: no worker carries out those. */
const isAwaited = ({ error }: Line): boolean =>
  /there is no issuer upstream$/.test((error as Error | undefined)?.message ?? '');

/** Reads the logs of all functions as they grow, and finds what must not be in them. */
export class LogWatch {
  readonly #folder: string;
  readonly #concerns: (line: Line) => boolean;
  readonly #read = new Map<string, number>();

  /**
   * Starts at the current end of the logs. Only checks lines for which `concerns` is true, if other tests write to the
   * same logs.
   */
  constructor(folder: string, concerns: (line: Line) => boolean = () => true) {
    this.#folder = folder;
    this.#concerns = concerns;
    this.problem();
  }

  /** Returns a watch of the lines about these merchants and upstreams. */
  static of(folder: string, userNos: readonly string[]): LogWatch {
    const own = new Set<unknown>(userNos);
    return new LogWatch(folder, ({ userNo, upstream }) => own.has(userNo) || own.has(upstream));
  }

  /** Returns what is wrong with the lines since the last call; undefined if nothing is. */
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
    // The last line may be incomplete.
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
