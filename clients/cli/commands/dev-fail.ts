import type { Command } from 'commander';
import { UsageError } from '../common/command-error.ts';
import { requireLocal } from '../common/deployment.ts';
import { deploymentOf, type Io, printResult } from '../common/io.ts';
import { askControl } from '../common/local-control.ts';
import { operationNamed } from '../common/operations.ts';
import { receiverUrl } from '../common/receiver.ts';

/** What the next requests may be planned for, beside single operations. */
const ANY_ORDER = 'order';
const AUTHORIZATION = 'authorization';

interface EndpointOptions {
  readonly status: string;
  readonly body: string;
  readonly retryAfter?: string;
  readonly hang?: boolean;
  readonly times: string;
}

/** Adds `dev fail next`, `endpoint`, `list` and `clear`. */
export function addDevFail(dev: Command, io: Io): void {
  const fail = dev.command('fail').summary('make the next requests or notifications fail');
  fail.description(
    'Plans failures of a local cloud: of the next requests, or of the answers to the next notifications.',
  );
  fail
    .command('next')
    .summary('make the next requests end otherwise')
    .description('Makes the next requests of an operation end otherwise, each as often as --times says.')
    .argument(
      '[operation]',
      `an operation, ${ANY_ORDER} for the next of any kind, or ${AUTHORIZATION}`,
      ANY_ORDER,
    )
    .requiredOption(
      '--as <outcome>',
      `fail, stay (in process) or late (an hour later) for an order; an error code; for ${AUTHORIZATION} a response code`,
    )
    .option('--times <count>', 'how many requests', '1')
    .addHelpText(
      'after',
      `
Examples:
  $ issuary dev fail next --as fail
  $ issuary dev fail next cards.recharge --as 130001 --times 3
  $ issuary dev fail next ${AUTHORIZATION} --as 400008`,
    )
    .action(async (given: string, { as, times }: { as: string; times: string }, command: Command) => {
      const operation = given === ANY_ORDER || given === AUTHORIZATION ? given : operationNamed(given);
      await plan(command, io, 'failures', { operation, as, times: wholeNumber('times', times) });
    });
  fail
    .command('endpoint')
    .summary('make the demo receiver answer otherwise')
    .description(
      'Makes the demo receiver answer the next notifications otherwise: the platform repeats them on its schedule.',
    )
    .option('--status <status>', 'the HTTP status', '200')
    .option('--body <text>', 'the body; anything but SUCCESS is a failure', '')
    .option('--retry-after <seconds>', 'the header Retry-After')
    .option('--hang', 'accept the request and never answer')
    .option('--times <count>', 'how many notifications', '1')
    .action((options: EndpointOptions, command: Command) => plan(command, io, 'answers', answerOf(options)));
  fail
    .command('list')
    .description('Lists what is planned and has not happened yet.')
    .action((_: object, command: Command) => show(command, io, 'GET'));
  fail
    .command('clear')
    .description('Forgets everything that is planned.')
    .action((_: object, command: Command) => show(command, io, 'DELETE'));
}

function answerOf({ status, body, retryAfter, hang, times }: EndpointOptions): object {
  return {
    status: wholeNumber('status', status),
    body,
    times: wholeNumber('times', times),
    ...(retryAfter !== undefined && { retryAfter: wholeNumber('retry-after', retryAfter) }),
    ...(hang && { hang }),
  };
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} must be a whole number, not ${text}.`);
}

/** Where each kind of failure is planned: at the cloud, or at its receiver. */
function placesOf(command: Command, io: Io): Readonly<Record<'failures' | 'answers', string>> {
  const deployment = deploymentOf(command, io);
  const { keysDir } = requireLocal(deployment, 'dev fail');
  return { failures: deployment.apiUrl, answers: receiverUrl(keysDir) };
}

async function plan(command: Command, io: Io, kind: 'failures' | 'answers', body: object): Promise<void> {
  const planned = await askControl(placesOf(command, io)[kind], kind, body);
  printResult(command, io, planned, linesOf(planned[kind]));
}

async function show(command: Command, io: Io, method: 'GET' | 'DELETE'): Promise<void> {
  const places = placesOf(command, io);
  const { failures } = await askControl(places.failures, 'failures', undefined, method);
  const { answers } = await askControl(places.answers, 'answers', undefined, method);
  const lines = [linesOf(failures), linesOf(answers)].filter(Boolean).join('\n');
  printResult(command, io, { failures, answers }, lines || 'Nothing is planned.');
}

/** One line for each plan, as `name value` pairs. */
const linesOf = (plans: unknown): string =>
  (Array.isArray(plans) ? plans : [])
    .map((one: object) =>
      Object.entries(one)
        .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
        .join('  '),
    )
    .join('\n');
