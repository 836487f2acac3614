import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDataDir } from '../local-cloud/fixture/cloud-fixture.ts';

const project = join(import.meta.dirname, '..', '..', '..', '..');
const bootstrap = join(project, 'infra', 'bootstrap.mjs');
const anyPorts = ['port', 'dynamodb-port', 'sqs-port', 'receiver-port', 'clear-port'].flatMap((name) => [
  `--${name}`,
  '0',
]);

/** A running `npm start` and its output so far. */
class Start {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  readonly #listeners = new Set<() => void>();
  output = '';

  constructor(args: string[], wrapper: string[] = []) {
    const [command = '', ...rest] = [...wrapper, process.execPath, bootstrap, 'infra/demo/start.ts', ...args];
    this.#child = spawn(command, rest, {
      cwd: project,
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk) => {
        this.output += chunk;
        for (const listener of this.#listeners) listener();
      });
    this.#ended = new Promise((resolve) => this.#child.on('close', (code) => resolve(code ?? -1)));
  }

  prints(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const listener = () => this.output.includes(text) && resolve();
      this.#listeners.add(listener);
      listener();
      this.#ended.then(() => reject(new Error(`it ended without "${text}":\n${this.output}`)));
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves with the exit code when the process and its output have ended. */
  ended = (): Promise<number> => this.#ended;
}

describe('npm start', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = newDataDir();
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('starts, prints what is available, and stops at Ctrl-C', async () => {
    const first = new Start(['--data', dataDir, ...anyPorts]);
    await first.prints('Next ');
    expect(existsSync(join(dataDir, 'keys', 'merchant-private.pem'))).toBe(true);
    expect(first.output).toMatch(/Merchant API +http:\/\/127\.0\.0\.1:\d+/);
    const [, clear = ''] = /In clear +(http\S+)/.exec(first.output) ?? [];
    const balance = await fetch(`${clear}/openapi/account/balance`, { method: 'POST', body: '{}' });
    expect(await balance.json()).toMatchObject({ list: expect.any(Array) });
    expect(first.output).toMatch(/Demo merchant +10000001/);
    const another = new Start(['--data', dataDir, ...anyPorts]);
    expect(await another.ended()).toBe(1);
    expect(another.output).toContain('is in use by a local cloud that is already running');
    first.signal('SIGINT');
    expect(await first.ended()).toBe(0);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    expect(existsSync(join(dataDir, 'environment.json'))).toBe(false);
  });

  it.each(['Starting Issuary', 'DynamoDB Local at'])(
    'stops at Ctrl-C while it starts, after "%s"',
    async (line) => {
      const start = new Start(['--data', dataDir, ...anyPorts]);
      await start.prints(line);
      start.signal('SIGINT');
      expect(await start.ended()).toBe(0);
      expect(start.output).toContain('Stopping');
      expect(start.output).not.toContain('Issuary is running');
      expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    },
  );

  it('stops when the shell of its npm process is gone', async () => {
    const shell = ['/bin/sh', '-c', '"$@"; exit $?', 'sh'];
    const start = new Start(['--data', dataDir, ...anyPorts], shell);
    await start.prints('Starting Issuary');
    start.signal('SIGTERM');
    await start.ended();
    expect(start.output).toContain('Stopping');
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  it('prints an error in one line, without a stack', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const start = new Start(['--data', dataDir, ...anyPorts, '--dynamodb-port', String(port)]);
    expect(await start.ended()).toBe(1);
    const last = start.output.trimEnd().split('\n').at(-1);
    expect(last).toBe(
      `Port ${port} for DynamoDB Local is taken. Free it, or choose another one with --dynamodb-port or ISSUARY_DYNAMODB_PORT.`,
    );
    other.close();
  });
});
