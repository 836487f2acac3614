/** The version of this deployment's code: that of package.json, which a test holds it to. */
export const version = '0.1.0';
