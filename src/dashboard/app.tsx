import { render } from 'preact';
import { startStore } from './exchange-store.ts';
import { startFavicon } from './favicon.ts';
import { startFeed } from './feed.ts';
import { Shell } from './shell.tsx';

startFavicon();
startStore();
render(<Shell />, document.body);
startFeed();
