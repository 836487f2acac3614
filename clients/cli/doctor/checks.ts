import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { findJava } from '../../../infra/local-cloud/services/java.ts';
import { MerchantClient } from '../../../shared/client/client.ts';
import { MAX_CLOCK_SKEW_SECONDS } from '../../../shared/wire/signatures/sign-message.ts';
import { type Deployment, readMerchant } from '../common/deployment.ts';
import type { Io } from '../common/io.ts';
import { platformClock } from '../common/local-control.ts';
import { receiverUrl } from '../common/receiver.ts';

/** What a check found: a sentence, with what to do about a fault. */
interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly message: string;
}

type Finding = Omit<Check, 'name'>;

const MIN_NODE_MAJOR = 18;
/** The ports of npm start. */
const LOCAL_PORTS = [8080, 8081, 8082, 8083, 8084];

const ok = (message: string): Finding => ({ state: 'ok', message });
const warning = (message: string): Finding => ({ state: 'warning', message });
const failed = (message: string): Finding => ({ state: 'failed', message });

/** Runs all checks that concern the deployment, each on its own. */
export async function runChecks(deployment: Deployment, io: Io): Promise<Check[]> {
  const { local } = deployment;
  const isUp = await isReachable(deployment.apiUrl);
  const checks: [name: string, check: () => Finding | Promise<Finding>][] = [
    ['Node', checkNode],
    ['profile', () => ok(`${deployment.profile}, ${deployment.apiUrl}`)],
    ...(local ? [['Java', () => checkJava(io)] as [string, () => Promise<Finding>]] : []),
    ...(local && !isUp ? [['ports', checkPorts] as [string, () => Promise<Finding>]] : []),
    ['keys', () => checkKeys(deployment)],
    ['platform', () => checkPlatform(deployment, isUp)],
    ...(isUp
      ? ([
          ['clock', () => checkClock(deployment)],
          ['sign-in', () => checkSignIn(deployment)],
        ] as [string, () => Promise<Finding>][])
      : []),
    ...(local && isUp
      ? [['receiver', () => checkReceiver(local.keysDir)] as [string, () => Promise<Finding>]]
      : []),
  ];
  const found: Check[] = [];
  for (const [name, check] of checks) found.push({ name, ...(await finding(check)) });
  return found;
}

async function finding(check: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function checkNode(): Finding {
  const [major] = process.versions.node.split('.').map(Number);
  return (major ?? 0) >= MIN_NODE_MAJOR
    ? ok(process.version)
    : failed(`${process.version} is too old: install Node ${MIN_NODE_MAJOR} or newer.`);
}

const checkJava = async ({ env }: Io): Promise<Finding> => ok(`${await findJava(env)} is 11 or newer`);

async function checkPorts(): Promise<Finding> {
  const free = await Promise.all(LOCAL_PORTS.map(isFree));
  const taken = LOCAL_PORTS.filter((_, at) => !free[at]);
  return taken.length === 0
    ? ok(`${LOCAL_PORTS.join(', ')} are free for npm start`)
    : warning(`${taken.join(', ')} taken by other programs: npm start -- --port 0 takes free ones.`);
}

function checkKeys(deployment: Deployment): Finding {
  const options = readMerchant(deployment);
  new MerchantClient(options);
  const { privateKey } = deployment.merchant;
  const isOpen = process.platform !== 'win32' && (statSync(privateKey).mode & 0o077) !== 0;
  return isOpen && !deployment.local
    ? warning(`${privateKey} can be read by others: chmod 600 ${privateKey}.`)
    : ok(`merchant ${options.userNo}, ${privateKey}`);
}

function checkPlatform({ apiUrl, local }: Deployment, isUp: boolean): Finding {
  if (isUp) return ok(`${apiUrl} answers`);
  return failed(
    local
      ? `Nothing answers at ${apiUrl}: start the local cloud (npm start, or issuary dev start).`
      : `Nothing answers at ${apiUrl}: check the address, the network and the proxy.`,
  );
}

async function checkClock({ apiUrl }: Deployment): Promise<Finding> {
  const response = await fetch(apiUrl);
  await response.body?.cancel();
  const theirs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return warning('The platform sends no time to compare with.');
  const ours = (await platformClock(apiUrl))();
  const skew = Math.round((ours - theirs) / 1000);
  return Math.abs(skew) <= MAX_CLOCK_SKEW_SECONDS
    ? ok(`${Math.abs(skew)} s apart from the platform's`)
    : failed(
        `This clock is ${skew} s apart, and signatures allow ${MAX_CLOCK_SKEW_SECONDS} s: set it by NTP.`,
      );
}

/** A query that changes nothing shows that both keys fit. */
async function checkSignIn(deployment: Deployment): Promise<Finding> {
  const now = deployment.local ? await platformClock(deployment.apiUrl) : Date.now;
  const retry = { maxAttempts: 1 };
  const client = new MerchantClient({ ...readMerchant(deployment), now, retry });
  try {
    await client.call('accountBalance', {});
    return ok('the platform knows the key, and its answers open with its own');
  } catch (error) {
    const next = 'Compare the fingerprints of issuary keys inspect with those that the operator has.';
    return failed(`${(error as Error).message}. ${next}`);
  }
}

async function checkReceiver(keysDir: string): Promise<Finding> {
  const url = receiverUrl(keysDir);
  return (await isReachable(url))
    ? ok(`${url} answers`)
    : warning(`Nothing answers at ${url}: npm start starts it.`);
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
