/** A failure that the deployed server does not handle: status 500, with the class and the text of Python's exception. */
export interface DeployedFault {
  readonly status: 500;
  readonly message: string;
}

/** Returns the fault that an exception ends in. */
export function toDeployedFault(exceptionClass: string, text: string): DeployedFault {
  return { status: 500, message: `Internal Server Error. Class: <class '${exceptionClass}'>. Exception: ${text}` };
}
