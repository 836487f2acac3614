import type { CommandOptions, OptionValues } from './options.ts';
import type { NetworkSession } from './session.ts';

/** An action of the card network or another upstream. */
export interface NetworkCommand {
  readonly summary: string;
  readonly options: CommandOptions;
  readonly run: (options: OptionValues, session: NetworkSession) => Promise<NetworkOutcome>;
}

/** What came of a command: a sentence to print, and the same for programs. */
export interface NetworkOutcome {
  readonly message: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** Options of several commands. */
export const commonOptions = {
  card: { value: 'CARD', meaning: 'the card (one with money, or else a new one)' },
  record: { value: 'RECORD', meaning: 'the authorization, as printed by authorize' },
  merchant: { value: 'NAME', meaning: 'the card acceptor (Coffee House)' },
} as const satisfies CommandOptions;
