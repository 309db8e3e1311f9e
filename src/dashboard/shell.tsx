import { useEffect } from 'preact/hooks';
import { VERSION } from '../version.ts';
import { announce, LiveRegion } from './announce.tsx';
import { askForToken, isTokenMissing } from './connection.ts';
import { toListHref } from './exchange-filter.ts';
import { streamMessage, streamState } from './feed.ts';
import { HelpDialog, isHelpOpen } from './help-dialog.tsx';
import { useShortcuts } from './keyboard.ts';
import { openPlace, route, toHref } from './route.ts';
import { toLine } from './short-text.ts';
import type { StreamState } from './stream-hub.ts';
import { TokenDialog } from './token-dialog.tsx';
import { findView, VIEWS } from './views.ts';

/** The frame of all views. */
export function Shell() {
  const { name, title, View } = findView(route.value.view);
  const wanted = route.value.view;
  useEffect(() => {
    if (wanted === '' || wanted === name) return;
    announce(`There is no view "${toLine(wanted)}". These are the exchanges.`);
    openPlace(toHref(name, [], route.peek().query), true);
  }, [wanted]);
  useShortcuts([{ key: '?', description: 'Show the keys', act: () => void (isHelpOpen.value = true) }]);
  return (
    <>
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to {title}
      </a>
      <header class="bar">
        <h1 title={`agentex-tracker-mock ${VERSION}`}>tracker-mock</h1>
        <nav aria-label="Views">
          <ul>
            {VIEWS.map((view) => (
              <li key={view.name}>
                <a
                  href={view.name === 'exchanges' ? toListHref() : toHref(view.name)}
                  aria-current={view.name === name ? 'page' : undefined}
                >
                  {view.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <StreamStatus />
        <button type="button" class="quiet" onClick={() => (isHelpOpen.value = true)}>
          Keys
        </button>
      </header>
      <Banner />
      <main id="main" tabIndex={-1} aria-label={title}>
        <View key={name} />
      </main>
      <LiveRegion />
      <HelpDialog />
      <TokenDialog />
    </>
  );
}

/** Says why nothing comes in. */
function Banner() {
  if (isTokenMissing.value) {
    return (
      <div class="banner">
        <p role="alert">The mock answers this page only with its token.</p>
        <button type="button" onClick={askForToken}>
          Enter the token
        </button>
      </div>
    );
  }
  if (streamState.value !== 'broken' && streamState.value !== 'refused') return null;
  return (
    <div class="banner">
      <p role="alert">{streamMessage.value}</p>
    </div>
  );
}

/** Not the address of a view: the browser would show another one. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}

const STATES: Readonly<Record<StreamState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  broken: 'Reconnecting',
  refused: 'Not connected',
};

function StreamStatus() {
  return (
    <p class="stream" data-state={streamState.value}>
      {STATES[streamState.value]}
    </p>
  );
}
