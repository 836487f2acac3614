import type { CommandOptions, OptionValues } from './options.ts';
import type { NetworkSession } from './session.ts';

/** An action of the card network or another upstream. */
export interface NetworkCommand {
  readonly summary: string;
  readonly options: CommandOptions;
  /** Runs the command and returns the line to print. */
  readonly run: (options: OptionValues, session: NetworkSession) => Promise<string>;
}

/** Options of several commands. */
export const commonOptions = {
  card: { value: 'CARD', meaning: 'the card (one with money, or else a new one)' },
  record: { value: 'RECORD', meaning: 'the authorization, as printed by authorize' },
  merchant: { value: 'NAME', meaning: 'the card acceptor (Coffee House)' },
} as const satisfies CommandOptions;
