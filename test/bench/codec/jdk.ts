import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Task } from './task.ts';

const SOURCE = fileURLToPath(new URL('./RsaBench.java', import.meta.url));

/** Tasks before the first measurement, until the JDK has compiled the code. */
const WARM_UPS = 12;

/** A process in which a JDK does the same tasks. */
export class Jdk {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #warm = new Set<string>();

  constructor() {
    this.#child = spawn('java', [SOURCE], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!this.#child.stdout) throw new Error('java has no output');
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Whether there is a JDK that runs a source file, as `java FILE.java`. */
  static isThere(): boolean {
    const { status, stdout } = spawnSync('java', ['--list-modules'], { encoding: 'utf8' });
    return status === 0 && stdout.includes('jdk.compiler');
  }

  /** Returns how often it does the task per second of processor time. */
  async rateOf(task: Task): Promise<number> {
    const kind = `${task.bits} ${task.what}`;
    for (let time = 0; !this.#warm.has(kind) && time < WARM_UPS; time += 1) await this.#ask(task);
    this.#warm.add(kind);
    return this.#ask(task);
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await gone;
  }

  async #ask({ pairs: [keys], what, blocks }: Task): Promise<number> {
    const base64 = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '');
    this.#child.stdin?.write(`${base64(keys.privateKey)} ${base64(keys.publicKey)} ${what} ${blocks}\n`);
    const { value } = await this.#answers.next();
    if (value === undefined) throw new Error('java ended by itself');
    return Number(value);
  }
}
