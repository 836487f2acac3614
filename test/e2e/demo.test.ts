import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../../infra/demo/receiver.ts';
import { runDemo } from '../../infra/demo/run.ts';
import { seedDemo } from '../../infra/demo/seed/seed.ts';
import { generateRsaKeyPair } from '../../shared/wire/codec/keys.ts';
import { sharedDeployment } from '../support/clouds/deployment.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const deployment = sharedDeployment();
const dataDir = mkdtempSync(join(tmpdir(), 'issuary-demo-'));
const keysDir = join(dataDir, 'keys');
let receiver: Awaited<ReturnType<typeof startReceiver>>;

async function demo() {
  const printed: string[] = [];
  const result = await runDemo({
    apiUrl: deployment.apiUrl,
    keysDir,
    receiverUrl: receiver.url,
    print: (line) => printed.push(line),
    colour: false,
    now: Date.now,
  });
  return { result, text: printed.join('\n') };
}

beforeAll(async () => {
  receiver = await startReceiver({ port: 0, keysDir });
  await seedDemo({ dataDir, notifyUrl: `${receiver.url}/notify`, env: deployment.env });
});
afterAll(async () => {
  await receiver.stop();
  deployment.operator.close();
  rmSync(dataDir, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Writes a program of the docs to a file, with the demo merchant's credentials. Returns its path. */
function programFile(name: string, program: string, changes: readonly (readonly [string, string])[] = []) {
  const file = join(dataDir, name);
  const known = [
    ['http://127.0.0.1:8080', deployment.apiUrl],
    ['.issuary/keys', keysDir],
    ...changes,
  ] as const;
  writeFileSync(
    file,
    known.reduce((text, [shown, own]) => text.replaceAll(shown, own), program),
  );
  return file;
}

/** Writes an example of the repository to a file likewise. */
const exampleFile = (name: string, changes: readonly (readonly [string, string])[] = []) =>
  programFile(name, readFileSync(join(ROOT, 'docs', 'examples', name), 'utf8'), changes);

const clientUrl = (file: string) => pathToFileURL(join(ROOT, 'shared', 'client', file)).href;

/** Runs the curl and openssl recipe with the request. Returns its exit code and output. */
async function callScript(path: string, request: string, keys = keysDir) {
  const file = exampleFile('call.sh', [[keysDir, keys]]);
  const ended = promisify(execFile)('bash', [file, path, request]);
  return ended.then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('the docs', () => {
  it('show a program that opens a card and receives its notification', async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const port = await freePort();
    const file = programFile('open-card.ts', program, [
      ['./shared/client/client.ts', clientUrl('client.ts')],
      ['./shared/client/open-notification.ts', clientUrl('open-notification.ts')],
      ['8090', String(port)],
    ]);
    const direct = (notifyUrl: string) => seedDemo({ dataDir, notifyUrl, env: deployment.env });
    await direct(`http://127.0.0.1:${port}/notify`);
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [file], { env: {} });
      const [, orderId = ''] = /accepted: \{\s+orderId: '(\d+)'/.exec(stdout) ?? [];
      expect(stdout).toContain(`/card_operate/${orderId} card_operate {`);
      expect(stdout).toContain("cardNo: '499900******");
    } finally {
      await direct(`${receiver.url}/notify`);
    }
  });

  it('show a Java program that works', async () => {
    const classes = join(dataDir, 'classes');
    const library = globSync('clients/java/src/main/java/**/*.java', { cwd: ROOT });
    await promisify(execFile)('javac', ['-d', classes, ...library], { cwd: ROOT });
    const { stdout } = await promisify(execFile)('java', ['-cp', classes, exampleFile('Balance.java')]);
    expect(stdout).toMatch(/^Balance\{accountType=1, currency=USD, /);
  });

  it.each([1, 48, 49, 64, 183, 184, 2_000])(
    'show a recipe for curl and openssl that works, with %i characters more',
    async (more) => {
      const request = JSON.stringify({ note: 'é'.repeat(more) });
      const { code, stdout } = await callScript('/openapi/vcc/cardBin', request);
      expect(code).toBe(0);
      // Longer than a line of Base64 and than an RSA block.
      expect(JSON.parse(stdout).list.length).toBeGreaterThan(3);
    },
  );

  it('show a recipe that fails with an error message', async () => {
    const refused = await callScript('/openapi/vcc/card/info', JSON.stringify({ note: 'x'.repeat(300) }));
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('cardId: is required'),
    });
    const broken = await callScript('/openapi/vcc/cardBin', '{"cardType":');
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('100002') });

    const others = join(dataDir, 'others');
    mkdirSync(others, { recursive: true });
    copyFileSync(join(keysDir, 'merchant-private.pem'), join(others, 'merchant-private.pem'));
    const keyless = await callScript('/openapi/vcc/cardBin', '{}', others);
    expect(keyless.code).not.toBe(0);
    expect(keyless.stderr).toContain('platform-public.pem');
    writeFileSync(join(others, 'platform-public.pem'), (await generateRsaKeyPair(2048)).publicKey);
    expect(await callScript('/openapi/vcc/cardBin', '{}', others)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/./),
    });
  });
});

describe('the demo', () => {
  it('goes through a merchant’s first two days and adds up, each time it runs', async () => {
    for (const _ of [1, 2]) {
      const { result, text } = await demo();
      if (!result.ok) expect.fail(result.problem);
      // Opening fee 1.00 and 1 % of the recharge of 50.00.
      expect(result.before - result.after).toBe(150n);
      expect(text).toContain('everything adds up');
      // 101 − 75 for the card, 0.50 of fees, 5 for the physical card, and the proceeds of 250 coins.
      expect(result.secondDay.after - result.secondDay.before).toBeGreaterThan(0n);
      expect(text).not.toMatch(/"(otp|activationCode|pin)": "\d/);
      expect(text).not.toMatch(/(?<!\d)49990010\d{8}(?!\d)/);
    }
  });

  it('reports a difference in the sums', async () => {
    const file = join(keysDir, 'merchant-private.pem');
    const own = readFileSync(file);
    writeFileSync(file, (await generateRsaKeyPair(2048)).privateKey);
    const { result } = await demo();
    writeFileSync(file, own);
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining('100002') });
  });
});
