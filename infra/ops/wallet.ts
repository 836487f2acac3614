import { NETWORKS, type Network } from '../../shared/contract/networks.ts';
import { deriveAddress } from '../../shared/dpt/derivation.ts';
import { findWallet, saveWallet, type Wallet } from '../../shared/dpt/wallet.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';

const HELP = `Sets where coins come in. A network without a wallet is closed for acquiring and withdrawals.

  npm run wallet -- set NETWORK XPUB
  npm run wallet -- list

NETWORK is ${NETWORKS.join(', ')}. XPUB is the BIP32 extended public key of an account, for TRC20 of m/44'/195'/0', for
ERC20 and BEP20 of m/44'/60'/0'. Private keys never come here. An order's address is the account's child
(orderNo div 2^31) / (orderNo mod 2^31), none of them hardened; the check address is that of order 1.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused, or XpubRefused for a key that is not acceptable
 */
export async function walletCommand(args: readonly string[], { platform }: Operator): Promise<string> {
  const [command, name, xpub] = args;
  if (command === 'list') {
    const wallets = await Promise.all(NETWORKS.map((network) => findWallet(platform.store, network)));
    return NETWORKS.map((network, index) => line(network, wallets[index])).join('\n');
  }
  if (command !== 'set') throw new CommandRefused('the commands are set and list. --help tells them.');
  const network = NETWORKS.find((known) => known === name);
  if (!network) throw new CommandRefused(`NETWORK is one of ${NETWORKS.join(', ')}`);
  if (xpub === undefined) throw new CommandRefused('XPUB is required');
  const report = line(network, { network, xpub });
  await saveWallet(platform.store, { network, xpub });
  return report;
}

const line = (network: Network, wallet: Wallet | undefined): string =>
  wallet
    ? `${network}  ${wallet.xpub}  check address ${deriveAddress(wallet.xpub, network, '1')}`
    : `${network}  closed`;

if (import.meta.main) await runCommand(HELP, walletCommand);
