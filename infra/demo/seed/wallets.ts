import { findWallet, saveWallet, type Wallet } from '../../../shared/domain/dpt/wallet.ts';
import type { Store } from '../../../shared/runtime/store/store.ts';

const ETHEREUM_ACCOUNT =
  'xpub6CeDpm2b5qtk96oy8yvM572W6cLZSvU5vnpKmKPypbfFwXo86SyT7VtfwWtMZAgZ5eKVMU9NnULt91HBFw9j62wJrcoc1ZRWiNvoorwBRXL';

/**
 * For the demo only: accounts m/44'/195'/0' and m/44'/60'/0' of the seed in BIP32's first test vector. Its private keys
 * are public: whatever is sent there is lost. BEP20 stays closed.
 */
export const DEMO_WALLETS: readonly Wallet[] = [
  {
    network: 'TRC20',
    xpub: 'xpub6Bs4tgnLVqXrzkUc298sbaM8KKLtxhndvxiXNXfQkjUCaFA28YjLRfnF3sPfaV7ZSub5ui2USq45Tzto2Q1s8zoWW61rPy8DpqPNWS8ySE7',
  },
  { network: 'ERC20', xpub: ETHEREUM_ACCOUNT },
];

/** Opens those networks for the demo that have no wallet yet. */
export async function openDemoWallets(store: Store): Promise<void> {
  for (const wallet of DEMO_WALLETS) {
    if (!(await findWallet(store, wallet.network))) await saveWallet(store, wallet);
  }
}
