import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditDeployment } from '../../infra/cli/audit.ts';
import { setDemoRates } from '../../infra/demo/seed/rates.ts';
import { newRequestNumber } from '../../shared/client/request-number.ts';
import { type KillableCloud, startKillableCloud } from '../support/clouds/killable-cloud.ts';
import { openCoinNetworks } from '../support/fixtures/dpt.ts';
import { openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { openSoakMerchant, type SoakMerchant } from './merchant.ts';
import { HELP, readOptions, type SoakOptions } from './options.ts';
import { ReceivedNotifications } from './received-notifications.ts';
import { faultsOf, type Outcome, reportOf } from './report.ts';
import { makeRequest, type Sent } from './traffic.ts';

// npm run soak: see options.ts.

const MINUTE_MS = 60_000;
const PROGRESS_MS = 10_000;
/** A notification that fails twice in a row waits for up to six minutes. */
const SETTLE_TIMEOUT_MS = 8 * MINUTE_MS;
/** Maximum number of faults that are printed. */
const MAX_PRINTED = 20;

interface Soak extends SoakOptions {
  readonly dataDir: string;
  readonly notifications: ReceivedNotifications;
  readonly made: Sent[];
  cloud: KillableCloud;
}

const since = (start: number): string => `${((Date.now() - start) / 1_000).toFixed(0).padStart(5)} s`;

/**
 * Makes requests at the given rate until the time is over, kills and restarts the cloud halfway, and waits for the
 * answers.
 */
async function makeTraffic(soak: Soak, merchants: readonly SoakMerchant[], upstream: TestUpstream) {
  const random = seededRandom(soak.seed);
  const start = Date.now();
  const end = start + soak.minutes * MINUTE_MS;
  const open = new Set<Promise<void>>();
  let restart: Promise<void> | undefined;
  let progress = start;
  for (let count = 0; Date.now() < end; count += 1) {
    const merchant = merchants[random(merchants.length)] as SoakMerchant;
    const scene = { merchant, upstream: upstream.client, notifications: soak.notifications, random };
    const request = makeRequest({ ...scene, request: newRequestNumber(), since: Date.now() }).then((made) => {
      soak.made.push(made);
      open.delete(request);
    });
    open.add(request);
    if (!restart && Date.now() > start + (end - start) / 2) restart = killAndStart(soak, start);
    if (Date.now() > progress + PROGRESS_MS) {
      progress = Date.now();
      console.log(
        `${since(start)}  ${count + 1} requests, ${open.size} open, ${soak.notifications.missing().length} notifications missing`,
      );
    }
    await sleep(Math.max(0, start + ((count + 1) * 1_000) / soak.rate - Date.now()));
  }
  await restart;
  await Promise.all(open);
  console.log(`${since(start)}  all requests are answered`);
}

async function killAndStart(soak: Soak, start: number): Promise<void> {
  const port = Number(new URL(soak.cloud.apiUrl).port);
  await soak.cloud.kill();
  console.log(`${since(start)}  killed`);
  soak.cloud = await startKillableCloud(soak.dataDir, port);
  console.log(`${since(start)}  up again`);
}

/** Waits until every notification has arrived, or until the timeout. */
async function settle({ notifications }: Soak): Promise<void> {
  const start = Date.now();
  for (
    let open = notifications.missing().length;
    open > 0 && Date.now() < start + SETTLE_TIMEOUT_MS;
    open = notifications.missing().length
  ) {
    console.log(`${since(start)}  ${open} notifications still missing`);
    await sleep(PROGRESS_MS);
  }
}

async function outcomeOf({ cloud, made, notifications }: Soak): Promise<Outcome> {
  const { books, checks } = await auditDeployment(cloud.operator);
  const unsettled = books.orders.filter(({ status }) => status === 'pending').length;
  return { made, notifications, checks, unsettled, settled: books.orders.length - unsettled };
}

async function run(options: SoakOptions, dataDir: string): Promise<boolean> {
  const cloud = await startKillableCloud(dataDir, 0);
  const soak: Soak = { ...options, dataDir, notifications: new ReceivedNotifications(), made: [], cloud };
  const merchants: SoakMerchant[] = [];
  try {
    await setDemoRates(cloud.operator.deps);
    await openCoinNetworks(cloud.operator.deps.store);
    const upstream = await openUpstream(cloud);
    const random = seededRandom(options.seed + 1);
    for (let count = 0; count < options.merchants; count += 1)
      merchants.push(await openSoakMerchant(cloud, soak.notifications, { ...options, random }));
    console.log(`${options.merchants} merchants, ${options.rate} requests a second, seed ${options.seed}`);
    await makeTraffic(soak, merchants, upstream);
    await settle(soak);
    const outcome = await outcomeOf(soak);
    const faults = faultsOf(outcome);
    console.log(`\n${reportOf(outcome)}`);
    for (const fault of faults.slice(0, MAX_PRINTED)) console.log(`FAULT ${fault}`);
    return faults.length === 0;
  } finally {
    await Promise.all(merchants.map((merchant) => merchant.close()));
    await soak.cloud.kill();
  }
}

const options = readOptions(process.argv.slice(2));
if (options) {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuary-soak-'));
  try {
    process.exitCode = (await run(options, dataDir)) ? 0 : 1;
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
} else console.log(HELP);
