import { parseArgs } from 'node:util';
import { CommandError } from '../../clients/cli/common/command-error.ts';
import { platformClock } from '../../clients/cli/common/local-control.ts';
import { type AddressOptions, findAddresses } from './addresses.ts';
import { DemoFailed } from './demo-failed.ts';
import { type DemoResult, runDemo } from './run.ts';
import { withTemporaryCloud } from './temporary-cloud.ts';
import { Terminal } from './terminal.ts';

const HELP = `Shows a merchant's first two days on a running platform, step by step.

  npm run demo -- [options]

  --chain         start two local clouds, one of which resells the cards of the other, and show these instead
  --start         start a local cloud for the demo, and stop it at the end
  --api URL       the Merchant API, also ISSUARY_API (default: the local cloud's)
  --data DIR      the data folder of the local cloud, also ISSUARY_DATA (default: .issuary)
  --profile NAME  the local cloud by its profile, also ISSUARY_PROFILE
  --keys DIR      the merchant's keys and merchant.json (default: .issuary/keys)
  --receiver URL  the demo receiver (default: the merchant's notification URL)

The exit code is 0 when everything was as expected, else 1. NO_COLOR is respected.`;

const print = (text: string): void => console.log(text);

/** Looks up addresses only now, because a cloud that was just started may have chosen them. */
async function run(options: AddressOptions): Promise<DemoResult> {
  const addresses = findAddresses(options, process.env);
  const now = await platformClock(addresses.apiUrl);
  return runDemo({ ...addresses, now, print, colour: process.stdout.isTTY && !process.env['NO_COLOR'] });
}

/** Runs the demo with two clouds, whose modules are loaded only for that. */
async function twoClouds(): Promise<boolean> {
  const { runTwoCloudsDemo } = await import('./two-clouds.ts');
  const colour = process.stdout.isTTY && !process.env['NO_COLOR'];
  return runTwoCloudsDemo(new Terminal(print, colour), Date.now);
}

/** Returns the exit code. */
async function main(): Promise<0 | 1> {
  const { values } = parseArgs({
    options: {
      chain: { type: 'boolean' },
      start: { type: 'boolean' },
      api: { type: 'string' },
      data: { type: 'string' },
      profile: { type: 'string' },
      keys: { type: 'string' },
      receiver: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    print(HELP);
    return 0;
  }
  if (values.chain) return (await twoClouds()) ? 0 : 1;
  const { ok } = await (values.start ? withTemporaryCloud(print, () => run(values)) : run(values));
  return ok ? 0 : 1;
}

// The reader may stop reading: npm run demo | head.
process.stdout.on('error', () => process.exit(1));
process.exitCode = await main().catch((error: unknown) => {
  const isForPeople = error instanceof DemoFailed || error instanceof CommandError || isUsageError(error);
  console.error(isForPeople ? (error as Error).message : error);
  return 1;
});

function isUsageError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
