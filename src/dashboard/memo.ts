import { Component, createElement } from 'preact';
import type { ComponentType, FunctionComponent } from 'preact';

/** Returns a component that is not rendered again while its properties are the same. */
export function memo<Props extends object>(render: FunctionComponent<Props>): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before: Readonly<Record<string, unknown>> = { ...this.props };
      return Object.entries(next).some(([name, value]) => before[name] !== value);
    }

    override render() {
      return createElement(render, this.props);
    }
  };
}
