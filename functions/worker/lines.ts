import { writeLines } from '../../shared/domain/money/statements/write-lines.ts';
import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { imageStreamWorker } from '../../shared/lambda/image-stream-worker.ts';

const deps = awsDependencies(process.env);

/** Lines: what changes in the ledger becomes lines of statements. */
export const handler = imageStreamWorker((images) => writeLines(deps, images));
