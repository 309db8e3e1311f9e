import { effect } from '@preact/signals';
import { route } from './route.ts';
import { unseenViolations } from './unseen.ts';
import { findView } from './views.ts';

/** Shows in the tab's icon and title that requests broke the contract. */
export function startFavicon(): void {
  effect(() => {
    const count = unseenViolations.value;
    const title = findView(route.value.view).title;
    document.title = `${count === 0 ? '' : `(${count}) `}${title} · tracker-mock`;
    document.querySelector('#icon')?.setAttribute('href', toIcon(count > 0));
  });
}

function toIcon(hasViolation: boolean): string {
  const mark = hasViolation ? '<circle cx="12" cy="4" r="4" fill="#d92d20" stroke="#fff"/>' : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#3b4450"/><path d="M4 4l4 4-4 4M9 12h4" stroke="#fff" stroke-width="2" fill="none"/>${mark}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
