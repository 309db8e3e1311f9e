import type { ComponentType } from 'preact';
import { CoverageView } from './coverage-view.tsx';
import { ExchangesView } from './exchanges-view.tsx';
import { SessionsView } from './sessions-view.tsx';
import { StubsView } from './stubs-view.tsx';
import { WorldView } from './world-view.tsx';

export interface View {
  /** The first segment of its address. */
  readonly name: string;
  readonly title: string;
  readonly View: ComponentType;
}

/** The views in the order of the navigation. The first is shown at first. */
export const VIEWS: readonly [View, ...View[]] = [
  { name: 'exchanges', title: 'Exchanges', View: ExchangesView },
  { name: 'world', title: 'World', View: WorldView },
  { name: 'stubs', title: 'Stubs', View: StubsView },
  { name: 'coverage', title: 'Coverage', View: CoverageView },
  { name: 'sessions', title: 'Sessions', View: SessionsView },
];

export function findView(name: string): View {
  return VIEWS.find((view) => view.name === name) ?? VIEWS[0];
}
