import type { CommandOptions, OptionValues } from './options.ts';
import type { NetworkSession } from './session.ts';

/** One thing that the network or another upstream does. */
export interface NetworkCommand {
  readonly summary: string;
  readonly options: CommandOptions;
  /** Does it and answers the line to print. */
  readonly run: (options: OptionValues, session: NetworkSession) => Promise<string>;
}

/** Options that several commands have. */
export const commonOptions = {
  card: { value: 'CARD', meaning: 'the card (one with money on it, or else a new one)' },
  record: { value: 'RECORD', meaning: 'the authorization, as authorize answered it' },
  merchant: { value: 'NAME', meaning: 'the card acceptor (Coffee House)' },
} as const satisfies CommandOptions;
