import type { Dependencies } from '../domain/dependencies.ts';
import type { Issuer } from '../domain/issuing/model/issuer.ts';

// What a stage makes of the issuers: nothing. In the bundles of a sandbox, sandbox/sandbox-issuer.ts takes this file's place.

export const stageIssuer = (issuer: Issuer): Issuer => issuer;

export const stageExternalIssuers = (deps: Dependencies): Dependencies => deps;
