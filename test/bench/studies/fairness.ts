import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { errorText, type Operator, openOperator } from '../../../infra/cli/command.ts';
import { startIssuary } from '../../../infra/demo/local-issuary.ts';
import { pauseEndpoint } from '../../../shared/domain/delivery/resend.ts';
import { notificationPut } from '../../../shared/domain/notifications/outbox.ts';
import { onboardMerchant } from '../../../shared/domain/parties/onboarding.ts';
import { privateKeySealer } from '../../../shared/domain/parties/platform-keys.ts';
import { generateRsaKeyPair } from '../../../shared/wire/codec/keys.ts';
import { HangingEndpoint } from '../frame/hanging-endpoint.ts';

const HELP = `Measures how long a merchant's notification takes from the outbox to its endpoint, alone and while another merchant's
endpoint hangs.

  npm run bench:fairness [-- WAITING]

WAITING is the number of notifications that wait for the endpoint that hangs (1000). Uses the synthesized app, DynamoDB Local
with its streams, and SQS. Prints ratios; none of them makes the exit code 1.`;

const MAX_WAITING = 1_000_000;

const PROBES = 60;
const BETWEEN_MS = 250;
const WRITERS = 10;
/** The time until the first attempts at an endpoint that hangs time out. */
const SATURATION_MS = 20_000;
const MERCHANT = '10000001';
const HANGING = '10000002';

/** Listeners for the next calls of the endpoint, in order. */
const arrivals: (() => void)[] = [];

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
}

const prompt = createServer((_, response) => {
  arrivals.shift()?.();
  response.end('SUCCESS');
});

async function openMerchant(operator: Operator, env: NodeJS.ProcessEnv, userNo: string, notifyUrl: string) {
  const requested = {
    userNo,
    name: `Merchant ${userNo}`,
    publicKey: (await generateRsaKeyPair(2048)).publicKey,
    requestCipher: 'merchant-private' as const,
    allowedAddresses: [],
    notifyUrl,
    binRangeIds: [],
    cardDataInNotifications: false,
  };
  await onboardMerchant(operator.deps.store, privateKeySealer(env['DATA_KEY']), requested, 2048);
}

let enqueued = 0;
async function enqueue({ deps }: Operator, userNo: string): Promise<void> {
  enqueued += 1;
  const content = { cardId: enqueued, staus: 1, status: 1 };
  const notifications = {
    type: 'card_activation_status',
    subject: `bench-${enqueued}`,
    userNo,
    content,
  } as const;
  await deps.store.write([notificationPut(deps, { ...notifications, correlationId: `bench-${enqueued}` })]);
}

/** Puts `count` notifications for the endpoint that hangs into the outbox, as fast as possible. */
async function enqueueMany(operator: Operator, count: number): Promise<void> {
  const writer = async () => {
    for (let nth = 0; nth < count / WRITERS; nth += 1) await enqueue(operator, HANGING);
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

/** Returns the milliseconds from the outbox to the endpoint for several notifications, one after the other. */
async function measure(operator: Operator): Promise<number[]> {
  const times: number[] = [];
  for (let nth = 0; nth < PROBES; nth += 1) {
    const arrived = new Promise<void>((resolve) => arrivals.push(resolve));
    const begun = performance.now();
    await enqueue(operator, MERCHANT);
    await arrived;
    times.push(performance.now() - begun);
    await sleep(BETWEEN_MS);
  }
  return times.sort((one, other) => one - other);
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

const cells = (what: string, values: readonly string[]) =>
  [what.padEnd(44), ...values.map((value) => value.padStart(10))].join('');

function print(what: string, times: readonly number[], alone: readonly number[]): void {
  const [median, slow, worst] = [0.5, 0.95, 1].map((share) => quantile(times, share));
  const ratio = (median ?? 0) / quantile(alone, 0.5);
  const ms = [median, slow, worst].map((value) => `${value?.toFixed(0)} ms`);
  console.log(cells(what, [...ms, ratio.toFixed(2)]));
}

async function bench(operator: Operator, env: NodeJS.ProcessEnv, hangs: HangingEndpoint, waiting: number) {
  await openMerchant(operator, env, MERCHANT, await listen(prompt));
  await openMerchant(operator, env, HANGING, hangs.url);
  console.log(`${waiting} notifications for an endpoint that hangs, ${PROBES} for another one by one …`);
  await measure(operator);
  const before = await measure(operator);
  const backlog = enqueueMany(operator, waiting);
  const whileEnqueueing = await measure(operator);
  await backlog;
  await sleep(SATURATION_MS);
  const underLoad = await measure(operator);
  console.log(`${hangs.attempts} attempts hung there, at most ${hangs.maxOpen} at once, ${hangs.open} now\n`);
  // The case without the other endpoint is measured before and after, because the machine's load may change.
  await pauseEndpoint(operator.deps, HANGING);
  await sleep(SATURATION_MS);
  const after = await measure(operator);
  const alone = [...before, ...after].sort((one, other) => one - other);
  console.log(cells('from the outbox to the endpoint', ['median', '95 %', 'longest', 'ratio']));
  print('alone, before', before, alone);
  print('while they come in', whileEnqueueing, alone);
  print('while they wait', underLoad, alone);
  print('alone, after', after, alone);
}

async function run(waiting: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuary-fairness-'));
  const cloud = await startIssuary({ dataDir, inMemory: true });
  const operator = openOperator(cloud.env);
  const hangs = await HangingEndpoint.listen();
  try {
    await bench(operator, cloud.env, hangs, waiting);
  } finally {
    prompt.closeAllConnections();
    prompt.close();
    hangs.close();
    operator.close();
    await cloud.stop();
    rmSync(dataDir, { recursive: true });
  }
}

function waitingFrom([text = '1000', ...rest]: readonly string[]): number {
  const waiting = Number(text);
  if (rest.length === 0 && Number.isInteger(waiting) && waiting >= 1 && waiting <= MAX_WAITING)
    return waiting;
  throw new Error(`WAITING is one whole number from 1 to ${MAX_WAITING}. See --help.`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  });
  if (values.help) console.log(HELP);
  else await run(waitingFrom(positionals));
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}
