import { render } from 'preact';
import { startFavicon } from './favicon.ts';
import { startFeed } from './feed.ts';
import { Shell } from './shell.tsx';

startFavicon();
render(<Shell />, document.body);
startFeed();
