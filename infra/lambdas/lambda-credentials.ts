// Replaces @aws-sdk/credential-provider-node in bundles: see bundle.ts.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
