import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from '../../infra/local/demo/run.ts';
import { startReceiver } from '../../infra/local/receiver.ts';
import { seedDemo } from '../../infra/ops/seed.ts';
import { generateRsaKeyPair } from '../../shared/codec/keys.ts';
import { sharedDeployment } from '../support/deployment.ts';

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

describe('the README', () => {
  it('shows a Node program that works', async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const file = join(dataDir, 'balance.ts');
    const client = pathToFileURL(join(ROOT, 'shared', 'client', 'client.ts')).href;
    writeFileSync(
      file,
      program
        .replace('./shared/client/client.ts', client)
        .replace('http://127.0.0.1:8080', deployment.apiUrl)
        .replaceAll('.issuary/keys', keysDir),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env: {} });
    expect(stdout).toContain("currency: 'USD'");
  });
});

describe('the demo', () => {
  it('goes through a merchant’s first two days, and everything adds up, every time', async () => {
    for (const _ of [1, 2]) {
      const { result, text } = await demo();
      expect(result).toMatchObject({ ok: true });
      if (!result.ok) return;
      // Opening fee 1.00 and 1 % of the recharge of 50.00.
      expect(result.before - result.after).toBe(150n);
      expect(text).toContain('everything adds up');
      // 101 − 75 for the card, 0.50 of fees, 5 for the physical one, and what 250 coins came to.
      expect(result.secondDay.after - result.secondDay.before).toBeGreaterThan(0n);
      expect(text).not.toMatch(/"(otp|activationCode|pin)": "\d/);
      expect(text).not.toMatch(/(?<!\d)49990010\d{8}(?!\d)/);
    }
  });

  it('says what is off', async () => {
    const file = join(keysDir, 'merchant-private.pem');
    const own = readFileSync(file);
    writeFileSync(file, (await generateRsaKeyPair(2048)).privateKey);
    const { result } = await demo();
    writeFileSync(file, own);
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining('100002') });
  });
});
