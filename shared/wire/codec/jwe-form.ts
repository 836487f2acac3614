/** Five parts, the first of which is Base64url of a JSON object. */
const COMPACT = /^eyJ[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether the value has the form of a compact JWE, for any recipient. */
export const isJwe = (value: unknown): value is string => typeof value === 'string' && COMPACT.test(value);
