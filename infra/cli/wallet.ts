import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { deriveAddress } from '../../shared/domain/dpt/derivation.ts';
import {
  DEFAULT_CONFIRMATIONS,
  findWallet,
  saveWallet,
  type Wallet,
} from '../../shared/domain/dpt/wallet.ts';
import { COIN_NETWORKS, type CoinNetwork } from '../../shared/wire/contract/reference-data/coin-networks.ts';
import { CommandError, type Operator, runCommand } from './command.ts';

const HELP = `Sets the wallets that receive coins. A network without a wallet is closed for acquiring and withdrawals.

  npm run wallet -- set NETWORK XPUB
  npm run wallet -- confirmations NETWORK COUNT   the confirmations that make a transaction final, so that it is credited
  npm run wallet -- list

NETWORK is ${COIN_NETWORKS.join(', ')}. XPUB is the BIP32 extended public key of an account: m/44'/195'/0' for TRC20, and
m/44'/60'/0' for ERC20 and BEP20. Private keys never come here. An order's address is the account's child
(orderNo div 2^31) / (orderNo mod 2^31), neither of them hardened; the check address is that of order 1.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, or XpubRefused when the key is not an acceptable extended public key
 */
export async function walletCommand(args: readonly string[], { deps }: Operator): Promise<string> {
  const [command, name, xpub] = args;
  if (command === 'list') {
    const wallets = await Promise.all(COIN_NETWORKS.map((network) => findWallet(deps.store, network)));
    return COIN_NETWORKS.map((network, index) => line(network, wallets[index])).join('\n');
  }
  if (command === 'confirmations') return setConfirmations(name, xpub, deps);
  if (command !== 'set') throw new CommandError('the commands are set, confirmations and list. See --help.');
  const network = COIN_NETWORKS.find((known) => known === name);
  if (!network) throw new CommandError(`NETWORK must be one of ${COIN_NETWORKS.join(', ')}`);
  if (xpub === undefined) throw new CommandError('XPUB is required');
  const wallet = { ...(await findWallet(deps.store, network)), network, xpub };
  const report = line(network, wallet);
  await saveWallet(deps.store, wallet);
  return report;
}

async function setConfirmations(
  name: string | undefined,
  text: string | undefined,
  { store }: Dependencies,
): Promise<string> {
  const network = COIN_NETWORKS.find((known) => known === name);
  const wallet = network && (await findWallet(store, network));
  if (!wallet) throw new CommandError('NETWORK must be one that has a wallet');
  if (!/^[1-9]\d{0,3}$/.test(text ?? '')) throw new CommandError('COUNT must be from 1 to 9999');
  const changed = { ...wallet, confirmations: Number(text) };
  await saveWallet(store, changed);
  return line(wallet.network, changed);
}

const line = (network: CoinNetwork, wallet: Wallet | undefined): string =>
  wallet
    ? `${network}  ${wallet.xpub}  check address ${deriveAddress(wallet.xpub, network, '1')}  final after ${wallet.confirmations ?? DEFAULT_CONFIRMATIONS[network]} confirmations`
    : `${network}  closed`;

if (import.meta.main) await runCommand(HELP, walletCommand);
