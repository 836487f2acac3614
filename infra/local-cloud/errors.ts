/** The local cloud cannot start or go on. The message is a whole sentence for the person who started it. */
export abstract class LocalCloudError extends Error {
  abstract readonly code: string;
}

export class PortTaken extends LocalCloudError {
  override readonly name = 'PortTaken';
  readonly code = 'PORT_TAKEN';
  /** The service that was to listen there, as the message names it. */
  readonly service: string;
  constructor(port: number, service: string) {
    super(`Port ${port} for ${service} is taken.`);
    this.service = service;
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
      `The data folder ${folder} is in use by a local cloud that is already running (process ${pid}): stop it or choose another folder.`,
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

/** A template has something that the local cloud would have to ignore silently. */
export class TemplateUnsupported extends LocalCloudError {
  override readonly name = 'TemplateUnsupported';
  readonly code = 'TEMPLATE_UNSUPPORTED';
  constructor(where: string, what: string) {
    super(
      `The local cloud does not support ${what} (${where}): add it to infra/local-cloud or leave it out of the app.`,
    );
  }
}
