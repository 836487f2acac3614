import { MerchantClientError } from '../../shared/client/client-errors.ts';
import { CodecError } from '../../shared/wire/codec/codec-errors.ts';
import { CommandError } from '../cli/command.ts';
import { DemoFailed } from './demo-failed.ts';
import { DemoNetwork } from './demo-network.ts';
import { type DaySummary, FirstDay } from './first-day.ts';
import { type DemoAddresses, DemoMerchant } from './merchant.ts';
import { SecondDay } from './second-day.ts';
import { Terminal } from './terminal.ts';

export interface DemoOptions extends DemoAddresses {
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
 * A merchant's first two days against a running platform, told to `print`. Can be run any number of times, one after
 * the other: balances are held against what was there before.
 */
export async function runDemo({ print, colour, now, ...addresses }: DemoOptions): Promise<DemoResult> {
  const screen = new Terminal(print, colour);
  try {
    if (!(await isReachable(addresses.apiUrl))) {
      throw new DemoFailed(`no local cloud answers at ${addresses.apiUrl}: ${HOW_TO_START}`);
    }
    const merchant = new DemoMerchant(addresses, screen);
    if (!(await isReachable(merchant.receiverUrl))) {
      throw new DemoFailed(`no receiver answers at ${merchant.receiverUrl}: npm start starts one`);
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
    return { ok: false, problem: reportFailure(screen, error) };
  }
}

/** Shows what is off, for errors that say it; throws the others. */
export function reportFailure(screen: Terminal, error: unknown): string {
  if (!EXPECTED_ERRORS.some((kind) => error instanceof kind)) throw error;
  const reason = (error as Error).message;
  screen.failure(reason);
  return reason;
}

/** Errors whose message is for the person in front of the demo; others are mistakes of its own. */
const EXPECTED_ERRORS = [DemoFailed, CommandError, MerchantClientError, CodecError];

const HOW_TO_START = 'run npm start in another terminal, or npm run demo -- --start';

/** Whether an HTTP server is there, whatever it says. */
async function isReachable(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
