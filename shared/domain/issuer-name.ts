/** Name of an issuer: `embedded` for this platform itself, otherwise the configured name of an external issuer. */
export type IssuerName = string;

/** This platform as an issuer. */
export const EMBEDDED: IssuerName = 'embedded';
