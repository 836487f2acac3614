/** The header of a request that asks a sandbox for an outcome. Other deployments ignore it. */
export const PROVOKE_HEADER = 'issuary-provoke';
