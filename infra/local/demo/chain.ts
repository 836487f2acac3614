import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit } from '../../../shared/audit/audit.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { findMerchant, saveMerchant } from '../../../shared/merchants/merchant.ts';
import { auditReport, readDeployment } from '../../ops/audit.ts';
import { connectDemoChain, rangesAt } from '../../ops/demo-chain.ts';
import { type Operator, openOperator } from '../../ops/operator.ts';
import { reconcileCommand } from '../../ops/reconcile.ts';
import { DEMO_USER_NO, seedDemo } from '../../ops/seed.ts';
import { Cleanups } from '../cleanups.ts';
import { type LocalCloud, startCloud } from '../cloud.ts';
import { startReceiver } from '../receiver.ts';
import { type ChainStage, useChain } from './chain-use.ts';
import { FirstDay } from './first-day.ts';
import { DemoMerchant } from './merchant.ts';
import { DemoNetwork } from './network.ts';
import { DemoProblem } from './problem.ts';
import { shownProblem } from './run.ts';
import type { Screen } from './screen.ts';

const APP = fileURLToPath(new URL('../../app.ts', import.meta.url));
const NAME = 'below';
const OUR_NUMBER = '20000001';
const PREFUNDED = 100_000_00n;
const UTC_OFFSET = '+08:00';

/** A platform of the demo, with the keys of its own merchant and network. */
interface Platform {
  readonly cloud: LocalCloud;
  readonly operator: Operator;
  readonly keysDir: string;
}

/**
 * Starts two platforms, one of which resells the cards of the other, and tells a merchant's day on them. Both are gone
 * afterwards. Answers whether everything was as it must be.
 */
export async function runChainDemo(screen: Screen, now: () => number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-chain-demo-'));
  const cleanups = new Cleanups();
  cleanups.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  try {
    screen.title('Two platforms: the cards of the one below are resold by the one above');
    const [above, below] = await Promise.all(
      ['above', 'below'].map((name) => start(join(folder, name), cleanups)),
    );
    if (!above || !below) throw new DemoProblem('two platforms are needed');
    const stage = await connect(above, below, { screen, now, cleanups });
    screen.say(`above ${above.cloud.apiUrl}, below ${below.cloud.apiUrl}`);
    await new FirstDay(stage.merchant, screen, now).run();
    await useChain(stage);
    await addUp(stage);
    return true;
  } catch (error) {
    shownProblem(screen, error);
    return false;
  } finally {
    await cleanups.run();
  }
}

async function start(dataDir: string, cleanups: Cleanups): Promise<Platform> {
  const cloud = await startCloud({ app: APP, dataDir, inMemory: true });
  cleanups.add(() => cloud.stop());
  const operator = openOperator(cloud.env);
  cleanups.add(() => operator.close());
  return { cloud, operator, keysDir: join(dataDir, 'keys') };
}

/** A merchant of the one above that has cards of the one below, and the network of the one below. */
async function connect(
  above: Platform,
  below: Platform,
  { screen, now, cleanups }: Pick<ChainStage, 'screen' | 'now'> & { readonly cleanups: Cleanups },
): Promise<ChainStage> {
  const receiver = await startReceiver({ port: 0, keysDir: above.keysDir });
  cleanups.add(() => receiver.stop());
  for (const { cloud } of [above, below]) {
    const { dataDir, env } = cloud;
    await seedDemo({ dataDir, notifyUrl: `${receiver.url}/notify`, env });
  }
  await connectDemoChain(above.operator, below.operator, {
    name: NAME,
    number: OUR_NUMBER,
    down: below.cloud.apiUrl,
    up: above.cloud.apiUrl,
    prefunded: PREFUNDED,
  });
  const { store } = above.operator.platform;
  const merchant = await findMerchant(store, DEMO_USER_NO);
  if (!merchant) throw new DemoProblem('seeding opens the demo merchant');
  const binRangeIds = rangesAt(NAME).map(({ binRangeId }) => binRangeId);
  await saveMerchant(store, { ...merchant, binRangeIds });
  const addresses = { keysDir: above.keysDir, apiUrl: above.cloud.apiUrl, receiverUrl: receiver.url };
  return {
    merchant: new DemoMerchant(addresses, screen),
    network: new DemoNetwork({ keysDir: below.keysDir, apiUrl: below.cloud.apiUrl }, screen),
    screen,
    above: above.operator,
    below: below.operator,
    name: NAME,
    now,
  };
}

/** The audits of both, and what each says of the other. */
async function addUp({ screen, above, below, now }: ChainStage): Promise<void> {
  for (const [where, operator] of [
    ['above', above],
    ['below', below],
  ] as const) {
    screen.step(`npm run audit, ${where}`);
    const books = await readDeployment(operator);
    const checks = audit(books);
    screen.say(indented(auditReport(books, checks)));
    if (checks.some(({ differences }) => differences.length > 0))
      throw new DemoProblem(`the books ${where} do not add up`);
  }
  screen.step(`npm run reconcile -- ${NAME}`);
  const { report, agrees } = await reconcileCommand([NAME, '--day', formatDate(now(), UTC_OFFSET)], above);
  screen.say(indented(report));
  if (!agrees) throw new DemoProblem('the books of the two platforms differ');
  screen.title('\nBoth books add up, and they agree.');
}

const indented = (text: string): string => text.replaceAll('\n', '\n   ');
