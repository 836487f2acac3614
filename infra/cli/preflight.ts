import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { App } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readSettings, type Settings } from '../constructs/settings.ts';

const HELP = `Reads the limits of the account and region that a deployment would go to, and says where its settings do not fit.

  npm run preflight [-- -c name=value ...]

Settings are told as to cdk deploy, a stage's file included. The AWS CLI asks, with the credentials and the region it has
(AWS_PROFILE, AWS_REGION); it may lambda:GetAccountSettings and apigateway:GET. Exit code 1 where something does not fit.`;

/** What an account may do at once in a region. */
export interface AccountLimits {
  /** Concurrent invocations of all functions together. */
  readonly concurrency: number;
  /** Those of them that no function has to itself. */
  readonly unreserved: number;
  /** Requests to all APIs together, in a second and at once. */
  readonly apiRate: number;
  readonly apiBurst: number;
}

/** What was found of one limit. */
export interface Finding {
  readonly verdict: 'fits' | 'narrow' | 'too low';
  readonly text: string;
}

/** Lambda keeps so many for functions that have nothing to themselves, and refuses a deployment that leaves fewer. */
const MIN_UNRESERVED = 100;
const QUEUES = 2;

/** Holds the settings against the limits. */
export function checkLimits(settings: Settings, limits: AccountLimits): Finding[] {
  return [concurrencyOf(settings, limits), backlogOf(settings, limits), ...throttlesOf(settings, limits)];
}

function concurrencyOf(
  { authorizeConcurrency }: Settings,
  { concurrency, unreserved }: AccountLimits,
): Finding {
  const needed = authorizeConcurrency + MIN_UNRESERVED;
  const about = `${concurrency} concurrent invocations, ${unreserved} of them reserved by nobody`;
  if (concurrency < needed)
    return {
      verdict: 'too low',
      text: `Lambda: ${about}; ${needed} are needed, ${authorizeConcurrency} for authorizations and ${MIN_UNRESERVED} that Lambda keeps for others. Ask for a higher quota "Concurrent executions".`,
    };
  return { verdict: 'fits', text: `Lambda: ${about}` };
}

/** A backlog in both queues must leave something to the doors. */
function backlogOf(
  { authorizeConcurrency, queueConcurrency }: Settings,
  { concurrency }: AccountLimits,
): Finding {
  const left = concurrency - authorizeConcurrency - QUEUES * queueConcurrency;
  if (left < MIN_UNRESERVED)
    return {
      verdict: 'narrow',
      text: `Lambda: a backlog in both queues (queueConcurrency=${queueConcurrency}) leaves ${Math.max(left, 0)} invocations to merchants and upstreams. Lower it, or ask for a higher quota.`,
    };
  return {
    verdict: 'fits',
    text: `Lambda: a backlog in both queues leaves ${left} invocations to merchants and upstreams`,
  };
}

function throttlesOf(settings: Settings, { apiRate, apiBurst }: AccountLimits): Finding[] {
  return (['api', 'webhook', 'network'] as const).map((api): Finding => {
    const [rate, burst] = [settings[`${api}RequestsPerSecond`], settings[`${api}Burst`]];
    const text = `API Gateway: ${api}RequestsPerSecond=${rate}, ${api}Burst=${burst}; all APIs together ${apiRate} and ${apiBurst}`;
    const fits = rate <= apiRate && burst <= apiBurst;
    return {
      verdict: fits ? 'fits' : 'too low',
      text: fits ? text : `${text}. The account’s limit comes first.`,
    };
  });
}

/** Asks AWS something and answers what it says. */
export type AwsQuery = (...args: readonly string[]) => Promise<unknown>;

/** Reads the limits of the account. */
export async function readLimits(query: AwsQuery): Promise<AccountLimits> {
  const [lambda, api] = await Promise.all([
    query('lambda', 'get-account-settings'),
    query('apigateway', 'get-account'),
  ]);
  const account = (lambda as { AccountLimit: Record<string, number> }).AccountLimit;
  const throttle = (api as { throttleSettings?: Record<string, number> }).throttleSettings ?? {};
  return {
    concurrency: numberIn(account, 'ConcurrentExecutions'),
    unreserved: numberIn(account, 'UnreservedConcurrentExecutions'),
    apiRate: numberIn(throttle, 'rateLimit'),
    apiBurst: numberIn(throttle, 'burstLimit'),
  };
}

function numberIn(values: Record<string, number>, name: string): number {
  const value = values[name];
  if (typeof value !== 'number') throw new Error(`AWS does not say ${name}`);
  return value;
}

const queryCli: AwsQuery = async (...args) => {
  // Of the region the CLI before version 2 knows only the second name.
  const { AWS_REGION, AWS_DEFAULT_REGION = AWS_REGION } = process.env;
  const { stdout } = await promisify(execFile)('aws', [...args, '--output', 'json'], {
    env: { ...process.env, ...(AWS_DEFAULT_REGION && { AWS_DEFAULT_REGION }), AWS_PAGER: '' },
  });
  return JSON.parse(stdout);
};

/** Reads `-c name=value` as the CDK does. */
export function settingsFromArgs(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: { context: { type: 'string', short: 'c', multiple: true } },
  });
  const pairs = (values.context ?? []).map((each) => {
    const at = each.indexOf('=');
    return [each.slice(0, at), each.slice(at + 1)] as const;
  });
  const context = { ...cdkJson.context, ...Object.fromEntries(pairs) };
  return readSettings(new App({ context, analyticsReporting: false }).node);
}

const MARKS = { fits: 'ok     ', narrow: 'narrow ', 'too low': 'TOO LOW' } as const;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return console.log(HELP);
  const found = checkLimits(settingsFromArgs(args), await readLimits(queryCli));
  for (const { verdict, text } of found) console.log(`${MARKS[verdict]}  ${text}`);
  if (found.some(({ verdict }) => verdict === 'too low')) process.exitCode = 1;
}

if (import.meta.main) {
  await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
