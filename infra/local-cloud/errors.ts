/** The local cloud cannot run as things are. The message is a whole sentence for whoever started it. */
export abstract class LocalCloudError extends Error {
  abstract readonly code: string;
}

export class OptionInvalid extends LocalCloudError {
  override readonly name = 'OptionInvalid';
  readonly code = 'OPTION_INVALID';
}

export class PortTaken extends LocalCloudError {
  override readonly name = 'PortTaken';
  readonly code = 'PORT_TAKEN';
  constructor(port: number, service: ServicePort) {
    const { label, option, variable } = service;
    super(`Port ${port} for ${label} is taken: free it or choose another one with ${option} or ${variable}.`);
  }
}

export class JavaMissing extends LocalCloudError {
  override readonly name = 'JavaMissing';
  readonly code = 'JAVA_MISSING';
  constructor(found: string) {
    super(
      `DynamoDB Local needs Java 11 or newer, and ${found}: install one, or set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB that already runs.`,
    );
  }
}

export class ServiceFailed extends LocalCloudError {
  override readonly name = 'ServiceFailed';
  readonly code = 'SERVICE_FAILED';
}

export class DataFolderInUse extends LocalCloudError {
  override readonly name = 'DataFolderInUse';
  readonly code = 'DATA_FOLDER_IN_USE';
  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by a local cloud that runs already (process ${pid}): stop that one or choose another folder with --data.`,
    );
  }
}

export class DataFolderOutdated extends LocalCloudError {
  override readonly name = 'DataFolderOutdated';
  readonly code = 'DATA_FOLDER_OUTDATED';
}

export class SynthesisFailed extends LocalCloudError {
  override readonly name = 'SynthesisFailed';
  readonly code = 'SYNTHESIS_FAILED';
  constructor(app: string, output: string) {
    super(`The CDK app ${app} cannot be synthesized:\n${output.trimEnd()}`);
  }
}

/** The template has something that this runner would have to ignore silently. */
export class TemplateUnsupported extends LocalCloudError {
  override readonly name = 'TemplateUnsupported';
  readonly code = 'TEMPLATE_UNKNOWN';
  constructor(where: string, what: string) {
    super(
      `The local cloud does not know ${what} (${where}): teach it in infra/local-cloud or leave it out of the app.`,
    );
  }
}

/** A port that can be chosen, and how. */
export interface ServicePort {
  readonly label: string;
  readonly option: string;
  readonly variable: string;
}
