/** The networks that coins move on (contract section 3, Dpt). */
export const NETWORKS = ['TRC20', 'ERC20', 'BEP20'] as const;

export type Network = (typeof NETWORKS)[number];
