import { CommandError } from '../common/command-error.ts';
import { findCheckout } from '../common/files.ts';
import type { Io } from '../common/io.ts';
import { CheckoutPlatform } from './checkout-platform.ts';
import type { LocalPlatform } from './local-platform.ts';

/**
 * Returns what runs the platform here: the checkout of Issuary that this folder is in.
 *
 * @throws CommandError when there is none
 */
export function findPlatform(dataDir: string, { cwd, signal }: Pick<Io, 'cwd' | 'signal'>): LocalPlatform {
  const checkout = findCheckout(cwd);
  if (checkout !== undefined) return new CheckoutPlatform(checkout, dataDir, signal);
  throw new CommandError(
    'There is no checkout of Issuary here, which holds what runs on this machine: change to its folder.',
  );
}
