import { MerchantClientError } from '../../../shared/client/errors.ts';
import { CodecError } from '../../../shared/codec/errors.ts';
import { CommandRefused } from '../../ops/operator.ts';
import { type DaySummary, FirstDay } from './first-day.ts';
import { type Addresses, DemoMerchant } from './merchant.ts';
import { DemoNetwork } from './network.ts';
import { DemoProblem } from './problem.ts';
import { Screen } from './screen.ts';
import { SecondDay } from './second-day.ts';

export interface DemoOptions extends Addresses {
  /** Takes one line, or several joined by line feeds. */
  readonly print: (text: string) => void;
  readonly colour: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How it went; a problem is one sentence, and has been printed. */
export type DemoResult =
  | ({
      readonly ok: true;
      readonly secondDay: { readonly before: bigint; readonly after: bigint };
    } & DaySummary)
  | { readonly ok: false; readonly problem: string };

/**
 * A merchant's first two days against a running platform, told to `print`. Can be run any number of times, one after the
 * other: balances are held against what was there before.
 */
export async function runDemo({ print, colour, now, ...addresses }: DemoOptions): Promise<DemoResult> {
  const screen = new Screen(print, colour);
  try {
    if (!(await answers(addresses.apiUrl))) {
      throw new DemoProblem(`no local cloud answers at ${addresses.apiUrl}: ${HOW_TO_START}`);
    }
    const merchant = new DemoMerchant(addresses, screen);
    if (!(await answers(merchant.receiverUrl))) {
      throw new DemoProblem(`no receiver answers at ${merchant.receiverUrl}: npm start starts one`);
    }
    screen.title(`A merchant's first day: merchant ${merchant.userNo} at ${addresses.apiUrl}`);
    screen.say('→ is what the merchant sends, ← what it gets, both in clear; card numbers are masked.');
    const summary = await new FirstDay(merchant, screen, now).run();
    print('');
    screen.title('The second day: the cards are used');
    const network = new DemoNetwork(addresses, screen);
    const secondDay = await new SecondDay(merchant, network, screen, now).run();
    print('');
    screen.title('Both days are over, and everything adds up.');
    return { ok: true, ...summary, secondDay };
  } catch (error) {
    return { ok: false, problem: shownProblem(screen, error) };
  }
}

/** Shows what is off, for errors that say it; throws the others. */
export function shownProblem(screen: Screen, error: unknown): string {
  if (!SAYS_WHAT_IS_OFF.some((kind) => error instanceof kind)) throw error;
  const problem = (error as Error).message;
  screen.problem(problem);
  return problem;
}

/** Errors whose message is for the person in front of the demo; others are mistakes of its own. */
const SAYS_WHAT_IS_OFF = [DemoProblem, CommandRefused, MerchantClientError, CodecError];

const HOW_TO_START = 'run npm start in another terminal, or npm run demo -- --start';

/** Whether an HTTP server is there, whatever it says. */
async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
