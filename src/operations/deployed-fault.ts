/** An exception that the deployed server does not handle: status 500, with the exception's class and text. */
export interface DeployedFault {
  readonly status: 500;
  readonly message: string;
}

/** Returns the fault that an unhandled exception causes. */
export function toDeployedFault(exceptionClass: string, text: string): DeployedFault {
  return { status: 500, message: `Internal Server Error. Class: <class '${exceptionClass}'>. Exception: ${text}` };
}
