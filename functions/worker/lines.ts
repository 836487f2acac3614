import { writeLines } from '../../shared/domain/money/statements/write-lines.ts';
import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { imageStreamWorker } from '../../shared/lambda/image-stream-worker.ts';

const deps = awsDependencies(process.env);

/** Writes statement lines from the changes of balances. */
export const handler = imageStreamWorker((images) => writeLines(deps, images));
