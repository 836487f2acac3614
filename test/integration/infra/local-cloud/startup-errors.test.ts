import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOptions, startErrorText } from '../../../../infra/demo/start-options.ts';
import { PortTaken } from '../../../../infra/local-cloud/errors.ts';
import { DataFolder } from '../../../../infra/local-cloud/host/data-folder.ts';
import { startFauxqs } from '../../../../infra/local-cloud/services/fauxqs.ts';
import { findJava } from '../../../../infra/local-cloud/services/java.ts';
import { freePort, listenLocally, SERVICES } from '../../../../infra/local-cloud/services/ports.ts';
import { newDataDir } from './fixture/cloud-fixture.ts';

let dir: string;
beforeAll(() => {
  dir = newDataDir();
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a port in use', () => {
  let other: Server;
  let port: number;
  beforeAll(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    port = (other.address() as AddressInfo).port;
  });
  afterAll(() => other.close());

  it.each([
    ['the API', '--port', () => listenLocally(createServer(), port, SERVICES.api)],
    ['DynamoDB Local', '--dynamodb-port', () => freePort(port, SERVICES.dynamodb)],
    ['SQS and S3', '--sqs-port', () => startFauxqs(port)],
  ])('for %s gives a one-line error', async (label, option, start) => {
    const message = `Port ${port} for ${label} is taken.`;
    await expect(start()).rejects.toMatchObject({ code: 'PORT_TAKEN', message });
    const variable = `ISSUARY_${option.slice(2).replace('-', '_').toUpperCase()}`;
    expect(startErrorText(new PortTaken(port, label))).toBe(
      `${message} Free it, or choose another one with ${option} or ${variable}.`,
    );
  });
});

describe('Java', () => {
  /** Returns an environment whose `java` runs this script. */
  const javaSaying = (name: string, script: string): NodeJS.ProcessEnv => {
    const folder = join(dir, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'java'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'java'), 0o755);
    return { PATH: folder };
  };

  it.each([
    ['missing', { PATH: join('nowhere', 'at', 'all') }, 'there is none'],
    ['a stub that only offers one', () => javaSaying('stub', 'exit 1'), 'there is none'],
    ['Java 8', () => javaSaying('eight', `echo 'java version "1.8.0_392"' >&2`), 'this one is 8'],
    ['Java 10', () => javaSaying('ten', `echo 'openjdk version "10.0.2"' >&2`), 'this one is 10'],
  ])('that is %s gives a one-line error', async (_, env, found) => {
    const request = findJava(typeof env === 'function' ? env() : env);
    await expect(request).rejects.toMatchObject({
      code: 'JAVA_MISSING',
      message: `DynamoDB Local needs Java 11 or newer, and ${found}: install one, or set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB that already runs.`,
    });
  });

  it.each(['11.0.2', '17.0.15', '25'])('of version %s is accepted', async (version) => {
    const env = javaSaying(`java-${version}`, `echo 'openjdk version "${version}"' >&2`);
    expect(await findJava(env)).toBe('java');
  });

  it('from JAVA_HOME comes first', async () => {
    const env = javaSaying(join('home', 'bin'), `echo 'openjdk version "21.0.1"' >&2`);
    expect(await findJava({ ...env, JAVA_HOME: join(dir, 'home') })).toBe(join(dir, 'home', 'bin', 'java'));
  });
});

describe('a data folder', () => {
  it('belongs to one local cloud at a time', () => {
    const folder = new DataFolder(join(dir, 'one'));
    const message = `The data folder ${join(dir, 'one')} is in use by a local cloud that is already running (process ${process.pid}): stop it or choose another folder.`;
    expect(() => new DataFolder(join(dir, 'one'))).toThrow(message);
    folder.release();
    new DataFolder(join(dir, 'one')).release();
  });

  it.each([
    ['a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, started: '1' })],
    ['another process with the same number', JSON.stringify({ pid: process.pid, started: '1' })],
    ['a process that was killed while it wrote it', '{"pi'],
  ])('can be used again when its lock is of %s', (name, lock) => {
    const path = join(dir, name);
    new DataFolder(path).release();
    writeFileSync(join(path, 'lock'), lock);
    new DataFolder(path).release();
  });

  it('gets one key', () => {
    const folder = new DataFolder(join(dir, 'keys'));
    const url = folder.keyFile('Seal');
    const bytes = readFileSync(new URL(url));
    expect(bytes).toHaveLength(32);
    expect(folder.keyFile('Seal')).toBe(url);
    expect(readFileSync(new URL(url))).toEqual(bytes);
    expect(folder.keyFile('Other')).not.toBe(url);
    folder.release();
  });
});

describe('the options', () => {
  it('come from the command line, then from the environment, then from the defaults', () => {
    const env = { ISSUARY_PORT: '1', ISSUARY_SQS_PORT: '2', ISSUARY_DATA: 'there' };
    expect(readOptions(['--port', '3', '--dynamodb-port=0'], env)).toEqual({
      ports: { api: 3, sqs: 2, dynamodb: 0, receiver: 8081, clear: 8084 },
      dataDir: 'there',
      help: false,
    });
    expect(readOptions([], {}).dataDir).toBe('.issuary');
  });

  it.each([['--port', '70000'], ['--port=-1'], ['--sqs-port', 'http'], ['--colour', 'red'], ['stray']])(
    'refuse %s %s',
    (...args) => {
      expect(() => readOptions(args, {})).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    },
  );
});
