import { authorize } from './authorize.ts';
import { clear, fee, otp, refund, reverse } from './cards.ts';
import type { NetworkCommand } from './command.ts';
import { decline } from './decline.ts';
import { activationCode, activationStatus, deposit } from './deposits-and-activation.ts';

/** Everything that a card network or another upstream can be made to send, by its name. */
export const NETWORK_COMMANDS: Readonly<Record<string, NetworkCommand>> = {
  authorize,
  decline,
  clear,
  reverse,
  refund,
  otp,
  fee,
  deposit,
  'activation-code': activationCode,
  'activation-status': activationStatus,
};
