import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { App } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readSettings, type Settings } from '../constructs/settings.ts';

const HELP = `Reads the limits of the AWS account and region to deploy to, and reports settings that exceed them.

  npm run preflight [-- -c name=value ...]

Takes the settings like cdk deploy, including a stage's file. Uses the AWS CLI with its credentials and region (AWS_PROFILE,
AWS_REGION); it needs lambda:GetAccountSettings and apigateway:GET. The exit code is 1 when a setting exceeds a limit.`;

/** The limits of an account in a region. */
export interface AccountLimits {
  /** Concurrent invocations of all functions together. */
  readonly concurrency: number;
  /** Those of them that are not reserved for a function. */
  readonly unreserved: number;
  /** Requests to all APIs together, per second and at once. */
  readonly apiRate: number;
  readonly apiBurst: number;
}

/** The result for one limit. */
export interface Finding {
  readonly verdict: 'fits' | 'narrow' | 'too low';
  readonly text: string;
}

/** Lambda keeps so many unreserved, and refuses a deployment that would leave fewer. */
const MIN_UNRESERVED = 100;
const QUEUES = 2;

/** Compares the settings with the limits. */
export function checkLimits(settings: Settings, limits: AccountLimits): Finding[] {
  return [concurrencyOf(settings, limits), backlogOf(settings, limits), ...throttlesOf(settings, limits)];
}

function concurrencyOf(
  { authorizeConcurrency, authorizeWarm }: Settings,
  { concurrency, unreserved }: AccountLimits,
): Finding {
  const set = Math.max(authorizeConcurrency, authorizeWarm);
  const needed = set + MIN_UNRESERVED;
  const about = `${concurrency} concurrent invocations, ${unreserved} of them unreserved`;
  if (concurrency < needed)
    return {
      verdict: 'too low',
      text: `Lambda: ${about}; ${needed} are needed: ${set} for authorizations and ${MIN_UNRESERVED} that Lambda keeps unreserved. Request a higher quota "Concurrent executions".`,
    };
  return { verdict: 'fits', text: `Lambda: ${about}` };
}

/** A backlog in both queues must leave concurrency for the APIs. */
function backlogOf(
  { authorizeConcurrency, queueConcurrency }: Settings,
  { concurrency }: AccountLimits,
): Finding {
  const left = concurrency - authorizeConcurrency - QUEUES * queueConcurrency;
  if (left < MIN_UNRESERVED)
    return {
      verdict: 'narrow',
      text: `Lambda: a backlog in both queues (queueConcurrency=${queueConcurrency}) leaves ${Math.max(left, 0)} invocations for merchants and upstreams. Lower it, or request a higher quota.`,
    };
  return {
    verdict: 'fits',
    text: `Lambda: a backlog in both queues leaves ${left} invocations for merchants and upstreams`,
  };
}

function throttlesOf(settings: Settings, { apiRate, apiBurst }: AccountLimits): Finding[] {
  return (['api', 'webhook', 'network'] as const).map((api): Finding => {
    const [rate, burst] = [settings[`${api}RequestsPerSecond`], settings[`${api}Burst`]];
    const text = `API Gateway: ${api}RequestsPerSecond=${rate}, ${api}Burst=${burst}; all APIs together ${apiRate} and ${apiBurst}`;
    const fits = rate <= apiRate && burst <= apiBurst;
    return {
      verdict: fits ? 'fits' : 'too low',
      text: fits ? text : `${text}. The limit of the account applies first.`,
    };
  });
}

/** Queries AWS with the arguments of its CLI. */
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
  if (typeof value !== 'number') throw new Error(`AWS does not return ${name}`);
  return value;
}

const queryCli: AwsQuery = async (...args) => {
  // Version 1 of the CLI reads only AWS_DEFAULT_REGION.
  const { AWS_REGION, AWS_DEFAULT_REGION = AWS_REGION } = process.env;
  const { stdout } = await promisify(execFile)('aws', [...args, '--output', 'json'], {
    env: { ...process.env, ...(AWS_DEFAULT_REGION && { AWS_DEFAULT_REGION }), AWS_PAGER: '' },
  });
  return JSON.parse(stdout);
};

/** Reads the settings in `-c name=value` as the CDK does. */
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

/** The text for a failure of the AWS CLI, with what to do when it knows no region. */
export const failureText = ({ message }: Error): string =>
  /specify a region/i.test(message) ? `${message.trim()} (set AWS_REGION)` : message;

const MARKS = { fits: 'ok     ', narrow: 'narrow ', 'too low': 'TOO LOW' } as const;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return console.log(HELP);
  const found = checkLimits(settingsFromArgs(args), await readLimits(queryCli));
  for (const { verdict, text } of found) console.log(`${MARKS[verdict]}  ${text}`);
  if (found.some(({ verdict }) => verdict === 'too low')) process.exitCode = 1;
}

if (import.meta.main) {
  await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(failureText(error));
    process.exitCode = 1;
  });
}
