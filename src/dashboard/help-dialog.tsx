import { signal } from '@preact/signals';
import { Dialog } from './dialog.tsx';
import type { Shortcut } from './keyboard.ts';
import { listShortcuts } from './keyboard.ts';

export const isHelpOpen = signal(false);

const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc' };

/** The order in which the keys are shown, whatever view has added them first. */
const ORDER = ['/', 'j', 'k', 'Enter', 'Escape', '?'];

function listInOrder(): readonly Shortcut[] {
  return listShortcuts().toSorted((left, right) => ORDER.indexOf(left.key) - ORDER.indexOf(right.key));
}

/** The keys of the dashboard, opened by `?`. */
export function HelpDialog() {
  if (!isHelpOpen.value) return null;
  return (
    <Dialog title="Keys" onClose={() => (isHelpOpen.value = false)}>
      <dl class="keys">
        {listInOrder().map(({ key, description }) => (
          <div key={key}>
            <dt>
              <kbd>{NAMES[key] ?? key}</kbd>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
