import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { canonicalAddress } from './blockchain-address.ts';

/** The token contracts, as their issuers (Tether, Circle, Binance) publish them: coins sent to them are lost. */
const CONTRACTS: Readonly<Record<CoinNetwork, readonly string[]>> = {
  ERC20: ['0xdAC17F958D2ee523a2206206994597C13D831ec7', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'],
  TRC20: ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8'],
  BEP20: ['0x55d398326f99059fF775485246999027B3197955', '0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d'],
};

/** Whether the address, in its network's spelling, is a token contract there. */
export const isCoinContract = (network: CoinNetwork, address: string): boolean =>
  CONTRACTS[network].some((contract) => canonicalAddress(network, contract) === address);
