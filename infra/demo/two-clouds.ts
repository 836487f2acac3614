import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../shared/domain/audit/audit.ts';
import { findMerchant, saveMerchant } from '../../shared/domain/parties/merchant.ts';
import { formatDate } from '../../shared/wire/contract/time.ts';
import { auditReport, readDeploymentSnapshot } from '../cli/audit.ts';
import { type Operator, openOperator } from '../cli/command.ts';
import { reconcileCommand } from '../cli/reconcile.ts';
import type { LocalCloud } from '../local-cloud/cloud.ts';
import { Cleanups } from '../local-cloud/host/cleanups.ts';
import { DemoFailed } from './demo-failed.ts';
import { DemoNetwork } from './demo-network.ts';
import { FirstDay } from './first-day.ts';
import { startIssuary } from './local-issuary.ts';
import { DemoMerchant } from './merchant.ts';
import { startReceiver } from './receiver.ts';
import { reportFailure } from './run.ts';
import { DEMO_USER_NO, seedDemo } from './seed/seed.ts';
import { connectTwoClouds, resoldRanges } from './seed/two-clouds.ts';
import type { Terminal } from './terminal.ts';
import { type TwoCloudsStage, useTwoClouds } from './two-clouds-use.ts';

const ISSUER_NAME = 'issuer';
const RESELLER_USER_NO = '20000001';
const PREFUNDED = 100_000_00n;
const UTC_OFFSET = '+08:00';

/** A local platform of the demo, with the keys of its merchant and its network. */
interface Instance {
  readonly cloud: LocalCloud;
  readonly operator: Operator;
  readonly keysDir: string;
}

/**
 * Starts two platforms, one of which resells the cards of the other, and shows a merchant's day on them. Removes both
 * afterwards. Returns whether everything was as expected.
 */
export async function runTwoCloudsDemo(terminal: Terminal, now: () => number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-chain-demo-'));
  const cleanups = new Cleanups();
  cleanups.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  try {
    terminal.title('Two platforms: the reseller offers cards of the issuer');
    const [reseller, issuer] = await Promise.all(
      ['reseller', 'issuer'].map((name) => startInstance(join(folder, name), cleanups)),
    );
    if (!reseller || !issuer) throw new DemoFailed('two platforms are needed');
    const stage = await connect(reseller, issuer, { terminal, now, cleanups });
    terminal.say(`reseller ${reseller.cloud.apiUrl}, issuer ${issuer.cloud.apiUrl}`);
    await new FirstDay(stage.merchant, terminal, now).run();
    await useTwoClouds(stage);
    await auditBoth(stage);
    return true;
  } catch (error) {
    reportFailure(terminal, error);
    return false;
  } finally {
    await cleanups.run();
  }
}

async function startInstance(dataDir: string, cleanups: Cleanups): Promise<Instance> {
  const cloud = await startIssuary({ dataDir, inMemory: true });
  cleanups.add(() => cloud.stop());
  const operator = openOperator(cloud.env);
  cleanups.add(() => operator.close());
  return { cloud, operator, keysDir: join(dataDir, 'keys') };
}

/** Connects the two, and opens a merchant of the reseller for cards of the issuer, and the issuer's network. */
async function connect(
  reseller: Instance,
  issuer: Instance,
  { terminal, now, cleanups }: Pick<TwoCloudsStage, 'terminal' | 'now'> & { readonly cleanups: Cleanups },
): Promise<TwoCloudsStage> {
  const receiver = await startReceiver({ port: 0, keysDir: reseller.keysDir });
  cleanups.add(() => receiver.stop());
  for (const { cloud } of [reseller, issuer]) {
    const { dataDir, env } = cloud;
    await seedDemo({ dataDir, notifyUrl: `${receiver.url}/notify`, env });
  }
  await connectTwoClouds(reseller.operator, issuer.operator, {
    issuerName: ISSUER_NAME,
    userNo: RESELLER_USER_NO,
    issuerUrl: issuer.cloud.apiUrl,
    resellerUrl: reseller.cloud.apiUrl,
    prefunded: PREFUNDED,
  });
  const { store } = reseller.operator.deps;
  const merchant = await findMerchant(store, DEMO_USER_NO);
  if (!merchant) throw new DemoFailed('there is no demo merchant');
  const binRangeIds = resoldRanges(ISSUER_NAME).map(({ binRangeId }) => binRangeId);
  await saveMerchant(store, { ...merchant, binRangeIds });
  const { apiUrl } = reseller.cloud;
  const addresses = { keysDir: reseller.keysDir, apiUrl, receiverUrl: receiver.url, now };
  return {
    merchant: new DemoMerchant(addresses, terminal),
    network: new DemoNetwork({ keysDir: issuer.keysDir, apiUrl: issuer.cloud.apiUrl, now }, terminal),
    terminal,
    reseller: reseller.operator,
    issuer: issuer.operator,
    issuerName: ISSUER_NAME,
    now,
  };
}

/** Audits both platforms and reconciles them. */
async function auditBoth({ terminal, reseller, issuer, now }: TwoCloudsStage): Promise<void> {
  for (const [where, operator] of [
    ['reseller', reseller],
    ['issuer', issuer],
  ] as const) {
    terminal.step(`npm run audit, ${where}`);
    const books = await readDeploymentSnapshot(operator);
    const checks = audit(books);
    terminal.say(indented(auditReport(books, checks)));
    if (checks.some(({ differences }) => differences.length > 0))
      throw new DemoFailed(`the books of the ${where} do not add up`);
  }
  terminal.step(`npm run reconcile -- ${ISSUER_NAME}`);
  const { report, agrees } = await reconcileCommand(
    [ISSUER_NAME, '--day', formatDate(now(), UTC_OFFSET)],
    reseller,
  );
  terminal.say(indented(report));
  if (!agrees) throw new DemoFailed('the books of the two platforms differ');
  terminal.title('\nBoth books add up, and they agree.');
}

const indented = (text: string): string => text.replaceAll('\n', '\n   ');
