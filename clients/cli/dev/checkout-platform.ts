import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isHeld, readLock } from '../../../infra/local-cloud/host/folder-lock.ts';
import { CommandError } from '../common/command-error.ts';
import { runningApiUrl } from '../common/deployment.ts';
import type { LocalPlatform } from './local-platform.ts';

const POLL_INTERVAL_MS = 100;
/** What npm start prints when everything is up. */
const READY = /^Issuary is running/m;
/** What a first start takes on a slow machine, several times over. */
const MAX_START_MS = 5 * 60_000;
const MAX_STOP_MS = 60_000;
/** The end of the log that is worth showing. */
const SHOWN_LINES = 5;

/** The local cloud of a checkout: `npm start` in the background. */
export class CheckoutPlatform implements LocalPlatform {
  readonly #checkout: string;
  readonly #dataDir: string;
  readonly #signal: AbortSignal;

  constructor(checkout: string, dataDir: string, signal: AbortSignal) {
    this.#checkout = checkout;
    this.#dataDir = dataDir;
    this.#signal = signal;
  }

  async start(options: readonly string[]): Promise<{ readonly apiUrl: string }> {
    const running = this.status();
    if (running)
      throw new CommandError(
        `A local cloud runs on ${this.#dataDir} already, at ${running.apiUrl} (process ${running.pid}).`,
      );
    const logFile = this.#logFile();
    const log = openSync(logFile, 'w', 0o600);
    const args = [join('infra', 'bootstrap.mjs'), 'infra/demo/start.ts', '--data', this.#dataDir, ...options];
    const child = spawn(process.execPath, args, {
      cwd: this.#checkout,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    let ended = false;
    child.on('exit', () => {
      ended = true;
    });
    child.unref();
    await this.#until(() => ended || READY.test(readFileSync(logFile, 'utf8')), MAX_START_MS, 'start');
    const apiUrl = runningApiUrl(this.#dataDir);
    if (!ended && apiUrl !== undefined) return { apiUrl };
    throw new CommandError(`The local cloud did not start: ${lastLines(logFile)} (${logFile})`);
  }

  async stop(): Promise<boolean> {
    const running = this.#owner();
    if (running === undefined) return false;
    process.kill(running, 'SIGTERM');
    await this.#until(() => this.#owner() === undefined, MAX_STOP_MS, 'stop');
    return true;
  }

  status(): { readonly apiUrl: string; readonly pid: number } | undefined {
    const pid = this.#owner();
    return pid === undefined ? undefined : { apiUrl: runningApiUrl(this.#dataDir) ?? 'not yet', pid };
  }

  async reset(): Promise<void> {
    const isDataFolder = !existsSync(this.#dataDir) || existsSync(join(this.#dataDir, 'logs'));
    if (!isDataFolder) throw new CommandError(`${this.#dataDir} is not the data folder of a local cloud.`);
    await this.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** The process that uses the data folder. */
  #owner(): number | undefined {
    const lock = readLock(join(this.#dataDir, 'lock'));
    return lock && isHeld(lock) ? lock.owner.pid : undefined;
  }

  /** Creates the folder for it as the local cloud would. */
  #logFile(): string {
    const logs = join(this.#dataDir, 'logs');
    mkdirSync(logs, { recursive: true, mode: 0o700 });
    return join(logs, 'start.log');
  }

  async #until(isDone: () => boolean, limitMs: number, what: string): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (!isDone()) {
      if (this.#signal.aborted) throw new CommandError(`Interrupted: issuary dev status says how far it is.`);
      if (performance.now() > deadline)
        throw new CommandError(`The local cloud did not ${what} within ${limitMs / 1000} seconds.`);
      await pause(POLL_INTERVAL_MS);
    }
  }
}

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8').trim().split('\n').slice(-SHOWN_LINES).join(' ').trim();
