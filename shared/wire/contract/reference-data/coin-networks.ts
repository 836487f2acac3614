/** The blockchain networks that coins move on (contract section 3, Dpt). */
export const COIN_NETWORKS = ['TRC20', 'ERC20', 'BEP20'] as const;

export type CoinNetwork = (typeof COIN_NETWORKS)[number];
