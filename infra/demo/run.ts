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
  /** Prints a line, or several lines separated by line feeds. */
  readonly print: (text: string) => void;
  readonly colour: boolean;
}

/** The result. A problem is one sentence that has been printed. */
export type DemoResult =
  | ({
      readonly ok: true;
      readonly secondDay: { readonly before: bigint; readonly after: bigint };
    } & DaySummary)
  | { readonly ok: false; readonly problem: string };

/**
 * Runs a merchant's first two days against a running platform and prints them. Can be run repeatedly, one after the
 * other: balances are compared with those before.
 */
export async function runDemo({ print, colour, ...addresses }: DemoOptions): Promise<DemoResult> {
  const terminal = new Terminal(print, colour);
  try {
    if (!(await isReachable(addresses.apiUrl))) {
      throw new DemoFailed(`no local cloud responds at ${addresses.apiUrl}: ${HOW_TO_START}`);
    }
    const merchant = new DemoMerchant(addresses, terminal);
    if (!(await isReachable(merchant.receiverUrl))) {
      throw new DemoFailed(`no receiver responds at ${merchant.receiverUrl}: npm start starts one`);
    }
    terminal.title(`A merchant's first day: merchant ${merchant.userNo} at ${addresses.apiUrl}`);
    terminal.say('→ is what the merchant sends, ← what it receives, both in clear; card numbers are masked.');
    const summary = await new FirstDay(merchant, terminal, addresses.now).run();
    print('');
    terminal.title('The second day: the cards are used');
    const network = new DemoNetwork(addresses, terminal);
    const secondDay = await new SecondDay(merchant, network, terminal, addresses.now).run();
    print('');
    terminal.title('Both days are over, and everything adds up.');
    return { ok: true, ...summary, secondDay };
  } catch (error) {
    return { ok: false, problem: reportFailure(terminal, error) };
  }
}

/** Prints the message of an expected error and returns it; throws others. */
export function reportFailure(terminal: Terminal, error: unknown): string {
  if (!EXPECTED_ERRORS.some((kind) => error instanceof kind)) throw error;
  const reason = (error as Error).message;
  terminal.failure(reason);
  return reason;
}

/** Errors whose message is for the person who runs the demo; others are bugs in it. */
const EXPECTED_ERRORS = [DemoFailed, CommandError, MerchantClientError, CodecError];

const HOW_TO_START = 'run npm start in another terminal, or npm run demo -- --start';

/** Whether an HTTP server responds, in any way. */
async function isReachable(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
