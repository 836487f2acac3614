import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { openCard } from '../support/fixtures/cards-over-http.ts';
import { type CliWorld, openCliWorld, runCommandLine, startCommand } from '../support/fixtures/cli.ts';

const project = join(import.meta.dirname, '..', '..');
const deployment = sharedDeployment();
let world: CliWorld;
let folder: string;

const options = () => ({ env: { ...process.env, ISSUARY_DATA: world.dataDir, XDG_CONFIG_HOME: folder } });
const run = (...args: string[]) => runCommandLine(args, options());

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'issuary-cli-files-'));
  world = await openCliWorld(deployment, { withReceiver: true });
});
afterAll(async () => {
  await world.close();
  deployment.operator.close();
  rmSync(folder, { recursive: true });
});

/** Waits for the first notification of the receiver with these values. */
async function received(filter: Record<string, string>): Promise<void> {
  const query = new URLSearchParams({ ...filter, wait: '60' });
  const list = await (await fetch(`${world.receiver?.url}/received?${query}`)).json();
  expect(list).not.toEqual([]);
}

describe('issuary call', () => {
  it('prints a result, and both messages as they were sent', async () => {
    const { exitCode, out, err } = await run('call', 'accounts.balance', '-d', 'currency=USD', '--show-wire');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ list: [{ currency: 'USD' }] });
    expect(err).toMatch(/→ POST .*\/openapi\/account\/balance/);
    expect(err).toContain('issuary-request-id: ');
  });

  it('takes nested fields, JSON and dates by their distance from today', async () => {
    const opened = await run(
      ...[
        'call',
        'vcc/card/apply',
        '-d',
        'binRangeId=V1',
        '-d',
        'localCurrency=USD',
        '-d',
        'authLimitAmount=100',
      ],
      ...[
        '-d',
        'startDate=today',
        '-d',
        'endDate=today+30',
        '-d',
        'enableCurrencyCheck:=0',
        '-d',
        'cardAlias=42',
      ],
    );
    expect(opened).toMatchObject({ exitCode: 0 });
    expect(opened.err).toContain('The outcome arrives as a notification');
    const { orderId } = JSON.parse(opened.out) as { orderId: string };
    await received({ type: 'card_operate', orderId });
  });

  it('masks card data unless it is to be revealed', async () => {
    const cardId = await openCardQuietly();
    const masked = await run('call', 'cards.get', '-d', `cardId=${cardId}`);
    expect(JSON.parse(masked.out)).toMatchObject({ cardVerifyNo: '***' });
    const revealed = await run('call', 'cards.get', '-d', `cardId=${cardId}`, '--reveal');
    expect(JSON.parse(revealed.out).cardNo).toMatch(/^\d{16}$/);
  });

  it('ends with 1 for a refusal, which it reports as JSON too', async () => {
    const refused = await run('call', 'cards.get', '-d', 'cardId=1', '--json');
    expect(refused).toMatchObject({ exitCode: 1, out: '' });
    expect(JSON.parse(refused.err)).toEqual({
      error: {
        message: expect.stringContaining('120001'),
        errorCode: '120001',
        errorMsg: expect.any(String),
        requestId: expect.any(String),
      },
    });
  });

  it('names the cause of a refused sign-in on a local cloud', async () => {
    const keys = mkdtempSync(join(folder, 'keys-'));
    await run('keys', 'generate', 'merchant', '--out', keys, '--bits', '1024');
    for (const file of ['merchant.json', 'platform-public.pem'])
      writeFileSync(join(keys, file), await readText(join(world.keysDir, file)));
    const { exitCode, err } = await run('call', 'accounts.balance', '--keys', keys);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/authentication failed \(.+\)\. issuary doctor checks/);
  });
});

const readText = async (file: string) => (await import('node:fs/promises')).readFile(file, 'utf8');

/** Opens a card of the world's merchant through the API alone. */
async function openCardQuietly(): Promise<string> {
  const { client } = world.merchant;
  const { list } = await client.call('cardPage', { status: '1' });
  return list[0]?.cardId ?? openCard(world.merchant);
}

describe('issuary serve --clear', () => {
  it('serves the API in clear to programs of this machine, and to no foreign web page', async () => {
    const serving = startCommand(['serve', '--clear', '--port', '0'], options());
    const [url = ''] = /http:\/\/[\d.:]+/.exec(await serving.prints(/Clear gateway at/)) ?? [];
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(url + path, { method: 'POST', body, headers });
    const balance = await post('/openapi/account/balance', '{"currency":"USD"}');
    expect(balance.status).toBe(200);
    expect(balance.headers.get('issuary-request-id')).not.toBeNull();
    expect(await balance.json()).toMatchObject({ list: [{ currency: 'USD' }] });
    const refused = await post('/openapi/vcc/card/info', '{"cardId":"1"}');
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ errorCode: '120001' });
    expect((await post('/openapi/account/balance', '[]')).status).toBe(400);
    const unknown = await post('/openapi/account/balances', '{}');
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('did you mean')]);
    const foreign = await post('/openapi/account/balance', '{}', { origin: 'https://example.com' });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const own = await post('/openapi/account/balance', '{}', { origin: deployment.apiUrl });
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, deployment.apiUrl]);
    serving.stop();
    expect((await serving.ended).exitCode).toBe(0);
  });
});

describe('issuary listen', () => {
  it('forwards notifications as they were posted, and passes the answers back', async () => {
    const answers = ['no', 'SUCCESS'];
    const hooks: { path: string | undefined; id: string | undefined; attempt: string | undefined }[] = [];
    const hook = createServer((request, response) => {
      const { url, headers } = request.resume();
      hooks.push({
        path: url,
        id: headers['webhook-id']?.toString(),
        attempt: headers['issuary-attempt']?.toString(),
      });
      response.end(answers[hooks.length - 1] ?? 'SUCCESS');
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const target = `127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
    const listening = startCommand(
      ['listen', '--forward-to', target, '--events', 'card_transaction', '--json'],
      options(),
    );
    await listening.prints(/^Listening/);
    const triggered = await run('trigger', 'authorize', '--amount', '1', '--json');
    const { recordNo } = JSON.parse(triggered.out) as { recordNo: string };
    const last = JSON.parse(await listening.prints(/"body":"SUCCESS"/));
    expect(last).toMatchObject({ type: 'card_transaction', content: { recordNo }, answer: { status: 200 } });
    expect(hooks).toEqual([
      { path: '/hook', id: last.id, attempt: '1' },
      { path: '/hook', id: last.id, attempt: '2' },
    ]);
    listening.stop();
    expect((await listening.ended).exitCode).toBe(0);
    hook.close();
  });

  it('says what to start when no receiver runs', async () => {
    const keys = mkdtempSync(join(folder, 'keys-'));
    for (const file of ['merchant-private.pem', 'platform-public.pem'])
      writeFileSync(join(keys, file), await readText(join(world.keysDir, file)));
    const merchant = JSON.parse(await readText(join(world.keysDir, 'merchant.json')));
    writeFileSync(
      join(keys, 'merchant.json'),
      JSON.stringify({ ...merchant, notifyUrl: 'http://127.0.0.1:1/x' }),
    );
    const { exitCode, err } = await run('listen', '--keys', keys);
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: 'The receiver at http://127.0.0.1:1 does not answer: start the local cloud (npm start).',
    });
  });
});

describe('issuary fixtures run', () => {
  const fixture = (text: string) => {
    const file = join(folder, 'fixture.yaml');
    writeFileSync(file, text);
    return file;
  };

  it('runs steps with variables and expectations', async () => {
    const file = fixture(`
variables: { amount: 12.5 }
steps:
  - call: cards.apply
    with: { binRangeId: V1, localCurrency: USD, authLimitAmount: 100, startDate: "\${today}",
            endDate: "\${today+30}", enableCurrencyCheck: 0 }
    save: { order: orderId }
  - wait: card_operate
    where: { orderId: "\${order}" }
    expect: { status: 1 }
    save: { card: cardId }
  - trigger: authorize
    with: { card: "\${card}", amount: "\${amount}" }
    expect: { approved: 1 }
  - name: the purchase is held
    call: cards.get
    with: { cardId: "\${card}" }
    expect: { balanceAmt: 87.5 }
  - call: cards.recharge
    with: { cardId: "\${card}", authLimitAmount: 0.001 }
    refused: "110001"
`);
    const { exitCode, out } = await run('fixtures', 'run', file);
    expect(out.split('\n')).toEqual([
      '✓ 1 call cards.apply',
      '✓ 2 wait for card_operate',
      '✓ 3 trigger authorize',
      '✓ 4 the purchase is held',
      '✓ 5 call cards.recharge',
    ]);
    expect(exitCode).toBe(0);
  });

  it('stops at the first step that fails, and says why', async () => {
    const file = fixture('steps: [{ call: accounts.balance, expect: { list.0: x } }, { call: scenes.list }]');
    const { exitCode, out, err } = await run('fixtures', 'run', file, '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, steps: [{ step: 1, ok: false }] });
    expect(err).toContain('failed at step 1 of 2');
  });
});

describe('issuary doctor', () => {
  it('finds that everything is as it must be', async () => {
    const { exitCode, out } = await run('doctor', '--json');
    const { checks } = JSON.parse(out) as { checks: { name: string; state: string }[] };
    expect(Object.fromEntries(checks.map(({ name, state }) => [name, state]))).toMatchObject({
      keys: 'ok',
      platform: 'ok',
      clock: 'ok',
      'sign-in': 'ok',
      receiver: 'ok',
    });
    expect(exitCode).toBe(0);
  });
});

describe('issuary events', () => {
  it('lists, shows and repeats what the merchant was sent', async () => {
    const inCheckout = { ...options(), cwd: project };
    const events = (...args: string[]) => runCommandLine(['events', ...args], inCheckout);
    const listed = await events('list');
    expect(listed).toMatchObject({ exitCode: 0, err: '' });
    const [, id = ''] = /^(\S+\/card_operate\/\S+)/m.exec(listed.out) ?? [];
    expect((await events('show', id)).out).toContain('attempts');
    expect((await events('resend', id)).out).toContain(`${id} goes out now`);
    expect(await events('show', 'nothing')).toMatchObject({ exitCode: 1 });
  });
});
