import { parseArgs } from 'node:util';
import { errorText } from '../../../../infra/cli/command.ts';
import { isOnTarget, type Run } from '../../frame/figure.ts';
import { HangingEndpoint } from '../../frame/hanging-endpoint.ts';
import { machine } from '../../frame/machine.ts';
import { runningApp } from '../../frame/running-app.ts';
import { tablesOf } from '../../frame/table.ts';
import { busyFigures, isOverloaded, type Turn } from './figures.ts';
import { measureTurn } from './load.ts';
import { openScene, type Scene } from './scene.ts';

const HELP = `Measures how long an authorization takes, alone and beside everything else: other merchants recharge cards, and
notifications wait for endpoints that hang.

  npm run bench:busy [-- --waiting 1000] [--orders 20] [--rounds 5] [--seconds 20]

  --waiting N   notifications that wait for endpoints that hang
  --orders N    recharges a second
  --rounds N    how many turns there are of each kind, in alternation
  --seconds N   how long a turn is; five authorizations are sent in each second

Uses the app as npm start runs it. Compare the ratio on a machine that has nothing else to do and that keeps the orders a
second: the rate that it achieved is printed. Exit code 1 when the target is missed.`;

interface Options {
  readonly waiting: number;
  readonly orders: number;
  readonly rounds: number;
  readonly seconds: number;
}

const TITLE =
  'Authorizations alone, and beside recharges and notifications that wait for endpoints that hang';
const WARM_UP_SECONDS = 5;

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      waiting: { type: 'string', default: '1000' },
      orders: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '20' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  return {
    waiting: wholeNumber('waiting', values.waiting, 100_000),
    orders: wholeNumber('orders', values.orders, 1_000),
    rounds: wholeNumber('rounds', values.rounds, 100),
    seconds: wholeNumber('seconds', values.seconds, 600),
  };
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`--${option} is a whole number from 1 to ${most}. See --help.`);
}

async function measure(scene: Scene, { orders, rounds, seconds }: Options) {
  const turns: { alone: Turn[]; beside: Turn[] } = { alone: [], beside: [] };
  const measureAlone = async () => turns.alone.push(await measureTurn(scene, seconds, 0));
  const measureBeside = async () => turns.beside.push(await measureTurn(scene, seconds, orders));
  await measureTurn(scene, WARM_UP_SECONDS, orders);
  // Each round starts as the previous one ended, so that a change in the machine's load affects both.
  for (let round = 0; round < rounds; round += 1) {
    console.error(`round ${round + 1} of ${rounds} …`);
    if (round % 2 === 0) {
      await measureAlone();
      await scene.resume();
      await measureBeside();
    } else {
      await measureBeside();
      await scene.pause();
      await measureAlone();
    }
  }
  return turns;
}

async function run(options: Options): Promise<Run> {
  const app = await runningApp();
  const hanging = await HangingEndpoint.listen();
  try {
    const { alone, beside } = await measure(await openScene(app, hanging, options.waiting), options);
    if (isOverloaded(beside, options.orders))
      console.error('This machine cannot keep so many recharges a second: the ratio shows its queues.');
    const section = { id: 'busy', title: TITLE, figures: busyFigures(alone, beside, options) };
    const { rounds } = options;
    return { date: new Date().toISOString(), machine: machine(), rounds, sections: [section] };
  } finally {
    hanging.close();
    await app.stop();
  }
}

try {
  const options = readOptions();
  if (options) {
    const done = await run(options);
    console.log(tablesOf(done, undefined, false));
    const missed = done.sections
      .flatMap(({ figures }) => figures)
      .some((figure) => isOnTarget(figure) === false);
    if (missed) process.exitCode = 1;
  } else console.log(HELP);
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}
