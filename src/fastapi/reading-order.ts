import type { Parameter } from '../contract/parameter.ts';

/**
 * Returns parameters in the order in which FastAPI reads them: the contract's order, but those of dependencies first. A dependency's
 * parameters come last in the contract. It does not say which these are; a required query parameter after an optional one is one of them,
 * since a function declares its required parameters first.
 */
export function toReadingOrder(parameters: readonly Parameter[]): readonly Parameter[] {
  const optional = parameters.findIndex((parameter) => parameter.in === 'query' && !parameter.required);
  const isDependency = (parameter: Parameter, index: number): boolean =>
    optional !== -1 && index > optional && parameter.in === 'query' && parameter.required;
  return [
    ...parameters.filter(isDependency),
    ...parameters.filter((parameter, index) => !isDependency(parameter, index)),
  ];
}
